const isWindows = process.platform === 'win32'

/** An option of a test that cannot work on Windows. @param reason why */
export const exceptWindows = (reason: string): { skip: string | false } => ({
  skip: isWindows && `on Windows, ${reason}`
})

/** Variables that double the time of a start: tap adds its hooks to each Node process, and Node reads the certificates. */
const SLOW = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS']

/** The command of a program that tests start. tap sets its variables again for each child process, so `env` removes them. */
export function cleanCommand(command: readonly string[], variables: Readonly<Record<string, string>> = {}): string[] {
  if (isWindows) return [...command]
  const set = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  return ['env', ...SLOW.flatMap((name) => ['-u', name]), ...set, ...command]
}

/** Windows has no signals: a process that gets one ends at once, whatever it is doing. */
export const NEEDS_SIGNALS = exceptWindows('a signal ends a process at once')
/** What an open file makes impossible there. */
export const MOVES_OPEN_FILES = exceptWindows('a directory with an open file cannot be removed or renamed')
