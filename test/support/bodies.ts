/** The header of a JSON body. */
export const JSON_TYPE = { 'content-type': 'application/json' }

/** A request that creates an Atrium user. */
export const newUser = (identifier: string) => ({ headers: JSON_TYPE, body: JSON.stringify({ user: { identifier } }) })

/** JSON arrays nested this many levels deep. */
export const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
