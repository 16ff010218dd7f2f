/** How long a process may take to start, respond or end on a busy machine, in seconds. */
const LIMIT = 120

/**
 * Waits for a limited time, so that a test that would hang says what it waited for.
 *
 * @param details called for what else helps to find the cause
 * @throws if it takes longer
 */
export function within<T>(promise: Promise<T>, what: string, details = () => '', seconds = LIMIT): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const report = () => reject(new Error(`not within ${seconds} seconds: ${what} ${details()}`.trim()))
    timer = setTimeout(report, seconds * 1000)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
