/** The files of a saved state. */
export const FILES = { state: 'state.json', log: 'state.wal.ndjson', copies: 'reset-to' } as const

/** The folder in the data directory that contains a folder for each saved state. */
export const STATES = 'states'
