import type { Segments } from '../../api/define-api.ts'

/** Paths are case-sensitive. Doubled and trailing slashes, which an old official client sends, are gone before this is called. */
export const canonicalPath = (segments: Segments): Segments => segments
