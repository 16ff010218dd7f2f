/** In bytes: the largest body of a call that compares something with a pattern. */
export const PATTERN_LIMIT = 4 * 1024 * 1024

/** In bytes: the largest stub. */
export const STUB_LIMIT = 8 * 1024 * 1024

/** In bytes: the largest body of an import. It is read as it arrives. */
export const IMPORT_LIMIT = 64 * 1024 * 1024

/** In bytes: the largest file for a response. */
export const FILE_LIMIT = 64 * 1024 * 1024

/** The most stubs of a sandbox. To change and sort them is one step. */
export const MAX_STUBS = 20_000

/** The most values of a document that is parsed at once: parsing them takes up to 50 ms. */
export const MAX_VALUES = 20_000

/** The same for the stubs of an import that arrive together: a large one, and what is in the same piece of the body. */
export const MAX_VALUES_AT_ONCE = MAX_VALUES + 16 * 1024
