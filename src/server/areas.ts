import type { Area } from '../sandbox/fastify-request.ts'

/**
 * The paths that belong to the server itself and to no emulated API, by their first segment. The access guard protects all of them, no
 * stub matches their requests, and the journal does not record them.
 */
const AREAS: Readonly<Record<string, Area>> = {
  __admin: { name: 'admin', hasPages: false },
  docs: { name: 'docs', hasPages: true },
  console: { name: 'console', hasPages: true }
}

/** The area that a path belongs to. @param first its first segment, percent-decoded */
export const areaOf = (first: string | undefined): Area | undefined =>
  first !== undefined && Object.hasOwn(AREAS, first) ? AREAS[first] : undefined
