import type { Segments } from '../../api/define-api.ts'

/** Paths are case-sensitive. The server has already removed doubled and trailing slashes, which an old official client sends. rule: atrium.routes.slashes */
export const canonicalPath = (segments: Segments): Segments => segments
