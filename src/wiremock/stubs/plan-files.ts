import { toJson } from '../../common/exact-json.ts'
import { nextTurn } from '../../common/timers.ts'
import type { FileContent, MappingFiles } from './mapping-files.ts'
import type { Stub, StubMapping } from './stub-mapping.ts'

/** What the files have to contain, by name: those to write, and `undefined` for those to remove. */
export type FilePlan = ReadonlyMap<string, FileContent | undefined>

const STUBS_PER_TURN = 100
const LONGEST_SLUG = 60

/**
 * Plans the changes after which the files contain exactly the stubs of a sandbox. A stub that came from a file stays in that file; a new
 * one gets its own.
 *
 * @param stubs in the order of their creation
 */
export async function planFiles(files: MappingFiles, stubs: readonly Stub[]): Promise<FilePlan> {
  const indexes = indexesOf(files, stubs)
  const missing = new Map(stubs.map(({ mapping }) => [mapping.document.id, mapping]))
  const plan = new Map<string, FileContent | undefined>()
  for (const [name, { mappings, indexes: before, rest }] of files) {
    const next: StubMapping[] = []
    for (const [i, { document }] of mappings.entries()) {
      const mapping = missing.get(document.id)
      if (mapping !== undefined) next.push(mapping)
      missing.delete(document.id)
      if (i % STUBS_PER_TURN === 0) await nextTurn()
    }
    const isSame =
      next.length === mappings.length &&
      next.every((mapping, i) => isEqual(mapping, mappings[i]) && sameIndex(mapping, indexes, before))
    if (!isSame) plan.set(name, next.length === 0 ? undefined : { mappings: next, indexes, rest })
  }
  for (const mapping of missing.values()) {
    plan.set(nameOf(mapping, files), { mappings: [mapping], indexes, rest: undefined })
  }
  return plan
}

const isEqual = (a: StubMapping, b: StubMapping | undefined): boolean =>
  a === b || toJson(a.document) === toJson(b?.document)

const sameIndex = ({ document }: StubMapping, now: FileContent['indexes'], before: FileContent['indexes']): boolean =>
  now.get(document.id) === before.get(document.id)

/**
 * The places of the stubs in their order of creation, which decides which of two is tried first. Stubs that the names of the files
 * already put into this order need none.
 */
function indexesOf(files: MappingFiles, stubs: readonly Stub[]): Map<string, number> {
  const positions = new Map<string, number>()
  const before = new Map<string, number>()
  for (const { mappings, indexes } of files.values()) {
    for (const { document } of mappings) positions.set(document.id, positions.size)
    for (const [id, index] of indexes) before.set(id, index)
  }
  const found = new Map<string, number>()
  let position = -1
  let last = 0
  for (const { mapping } of stubs) {
    const { id } = mapping.document
    const at = positions.get(id) ?? -1
    const index = before.get(id)
    if (last === 0 && index === undefined && at > position) position = at
    else {
      last = Math.max(last + 1, index ?? 0)
      found.set(id, last)
    }
  }
  return found
}

/** An unused file name that begins with the name of the stub. */
function nameOf({ document: { name = '', id } }: StubMapping, files: MappingFiles): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['stub']
  const slug = words.join('-').slice(0, LONGEST_SLUG)
  let unused = `${slug}-${id}`
  while (files.has(`${unused}.json`)) unused += '-2'
  return `${unused}.json`
}
