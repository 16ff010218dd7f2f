/** How long `waitFor` waits by default, in milliseconds. */
export const WAIT = 5000

/** @throws an error if requests were evicted */
export function requireComplete({ dropped }: { readonly dropped: number }): void {
  if (dropped === 0) return
  throw new Error(
    `${dropped} requests were evicted from the journal: raise maxRequests, maxRequestBytes or maxMemory, or reset before the test`
  )
}

export const incompleteMessage = (incomplete: number): string =>
  `${incomplete} requests could not be compared, because the journal does not have their full bodies: GET /__admin/requests says why`

export function tooFewMessage(count: number, atLeast: number, timeoutMs: number, incomplete: number): string {
  const message = `${count} of ${atLeast} requests arrived within ${timeoutMs} ms`
  return incomplete === 0 ? message : `${message}; ${incompleteMessage(incomplete)}`
}
