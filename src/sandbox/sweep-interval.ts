const LONGEST_SWEEP = 60_000

/** How often to look for idle sandboxes, in milliseconds. @param ttl in seconds */
export const sweepInterval = (ttl: number): number => Math.min(LONGEST_SWEEP, ttl * 250)
