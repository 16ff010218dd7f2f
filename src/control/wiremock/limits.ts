/** In bytes: the largest body of a call that searches by a pattern. */
export const PATTERN_LIMIT = 4 * 1024 * 1024

/** In bytes: the largest stub. */
export const STUB_LIMIT = 8 * 1024 * 1024

/** In bytes: the largest body of an import. It is read as it arrives. */
export const IMPORT_LIMIT = 64 * 1024 * 1024

/** In bytes: the largest file for a response. */
export const FILE_LIMIT = 64 * 1024 * 1024

/** The maximum number of stubs of a sandbox. Changing and sorting them happens in one turn of the event loop. */
export const MAX_STUBS = 20_000

/** The maximum number of values in a document that is parsed at once: parsing them takes up to 50 ms. */
export const MAX_VALUES = 20_000

/** The same for an import, whose stubs are parsed as they arrive: a large stub, and the others in the same chunk of the body. */
export const MAX_VALUES_AT_ONCE = MAX_VALUES + 16 * 1024
