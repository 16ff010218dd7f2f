import { isDeepStrictEqual } from 'node:util'
import type { Static } from '@sinclair/typebox'
import type { Decision } from '../../sandbox/changes.ts'
import type { SandboxState } from '../../sandbox/sandbox-state.ts'
import type { ImportDocument } from '../../wiremock/stubs/import-schema.ts'
import type { ShownMapping } from '../../wiremock/stubs/mapping-schemas.ts'
import type { Stub, StubMapping } from '../../wiremock/stubs/stub-mapping.ts'
import type { StubChange, StubFiles } from '../../wiremock/stubs/stub-state.ts'
import { ControlNotFound, WireMockError } from '../errors.ts'
import { MAX_STUBS } from './limits.ts'

type Edit = Decision<null>

const edit = (change: Omit<StubChange & { op: 'stubs' }, 'op'>): Edit => ({
  change: { op: 'stubs', ...change },
  result: null
})

/** @throws WireMockError if its id is taken */
export function createMapping({ stubs }: SandboxState, mapping: StubMapping): Edit {
  const { id } = mapping.document
  if (stubs.stubs.get(id) !== undefined) {
    const detail = `ID of the provided stub mapping '${id}' is already taken by another stub mapping`
    throw new WireMockError(422, 109, 'Duplicate stub mapping ID', { detail })
  }
  requireStubsWithinLimit(stubs.stubs.size + 1)
  return edit({ put: [mapping] })
}

/** @throws ControlNotFound */
export function editMapping({ stubs }: SandboxState, mapping: StubMapping, path: string): Edit {
  if (stubs.stubs.get(mapping.document.id) === undefined) throw new ControlNotFound(path)
  return edit({ put: [mapping] })
}

export function removeMappings({ stubs }: SandboxState, ids: readonly string[]): Edit {
  const known = ids.filter((id) => stubs.stubs.get(id) !== undefined)
  return known.length === 0 ? { result: null } : edit({ remove: known })
}

/** Removes the mapping with the same id or, without one, the one with the same request pattern. */
export function removeMapping(state: SandboxState, { id, request }: ShownMapping): Edit {
  if (state.stubs.stubs.get(id) !== undefined) return removeMappings(state, [id])
  // If there are several, remove the one with the highest precedence.
  const same = [...state.stubs.stubs]
    .filter(({ mapping }) => isDeepStrictEqual(mapping.document.request, request))
    .sort((a, b) => a.mapping.priority - b.mapping.priority || b.order - a.order)
  return removeMappings(
    state,
    same.slice(0, 1).map(({ mapping }) => mapping.document.id)
  )
}

/** Adds many mappings, all or none. */
export function importMappings(
  { stubs }: SandboxState,
  imported: ReadonlyMap<string, StubMapping>,
  { duplicatePolicy, deleteAllNotInImport = false }: NonNullable<Static<typeof ImportDocument>['importOptions']>
): Edit {
  const remove = deleteAllNotInImport
    ? [...stubs.stubs].map(({ mapping }) => mapping.document.id).filter((id) => !imported.has(id))
    : []
  const added = [...imported.values()].filter(({ document }) => stubs.stubs.get(document.id) === undefined)
  if (added.length > 0) requireStubsWithinLimit(stubs.stubs.size - remove.length + added.length)
  return edit({ remove, put: duplicatePolicy === 'IGNORE' ? added : [...imported.values()] })
}

/**
 * Records which stubs are in files.
 *
 * @param saved the stubs that were written; those that have changed since are not marked
 */
export function markSaved({ stubs }: SandboxState, saved: readonly Stub[], { mappings, sha256 }: StubFiles): Edit {
  const byId = new Map(mappings.map((mapping) => [mapping.document.id, mapping]))
  const ids: string[] = []
  for (const stub of saved) {
    const { id } = stub.mapping.document
    const inFile = byId.get(id)
    const isInFile = inFile !== undefined && (inFile === stub.mapping || stub.source === 'file')
    if (isInFile && stubs.stubs.get(id) === stub) ids.push(id)
  }
  return { change: { op: 'savedStubs', ids, sha256 }, result: null }
}

/** @throws WireMockError if these are more stubs than a sandbox may have */
export function requireStubsWithinLimit(stubs: number): void {
  if (stubs <= MAX_STUBS) return
  const detail = `${stubs} stubs exceed the limit of ${MAX_STUBS} per sandbox: delete some, or use URL patterns`
  throw new WireMockError(422, 10, 'Too many stubs', { detail })
}
