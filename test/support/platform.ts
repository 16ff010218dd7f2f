const isWindows = process.platform === 'win32'

/** An option of a test that cannot work on Windows. @param reason why */
export const exceptWindows = (reason: string): { skip: string | false } => ({
  skip: isWindows && `on Windows, ${reason}`
})

/** The environment of the programs that tests start, without what slows their start down. */
export function cleanEnvironment(variables: Record<string, string> = {}): NodeJS.ProcessEnv {
  // tap adds its hooks to each Node process that a test starts, which doubles the time of a start. Reading the certificates that
  // NODE_EXTRA_CA_CERTS names takes half as long as a start.
  const { NODE_OPTIONS, NODE_EXTRA_CA_CERTS, ...others } = process.env
  return { ...others, ...variables }
}

/** Windows has no signals: a process that gets one ends at once, whatever it is doing. */
export const NEEDS_SIGNALS = exceptWindows('a signal ends a process at once')
/** What an open file makes impossible there. */
export const MOVES_OPEN_FILES = exceptWindows('a directory with an open file cannot be removed or renamed')
