/** The origin in the published documents: that of a server on the default port. */
export const DEFAULT_ORIGIN = 'http://localhost:3000'
