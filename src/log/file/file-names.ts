/** What a saved state consists of. */
export const FILES = { state: 'state.json', log: 'state.wal.ndjson', copies: 'reset-to' } as const

/** The folder of the data directory with a folder for each saved state. */
export const STATES = 'states'
