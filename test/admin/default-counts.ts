/** The number of records in the fixture set `default`. */
export const DEFAULT_COUNTS = { credentials: 1, atriumUsers: 7, tokens: 1, userGroups: 3, atmsUsers: 6 }
