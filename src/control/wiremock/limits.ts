/** In bytes: the largest body of a call that compares something with a pattern. Reading it takes about 50 ms. */
export const PATTERN_LIMIT = 4 * 1024 * 1024
