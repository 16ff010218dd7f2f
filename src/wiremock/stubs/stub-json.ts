import { type Static, Type } from '@sinclair/typebox'
import { toJson } from '../../common/exact-json.ts'
import { mapOf } from '../../common/map-of.ts'
import type { Collection } from '../../state/collection.ts'
import type { StubMapping, StubUse } from './stub-mapping.ts'
import { type StubFiles, type StubState, stubFilesOf, stubsFromFiles } from './stub-state.ts'

const Count = Type.Integer({ minimum: 0 })

export const StoredUse = Type.Object({
  id: Type.String(),
  pair: Type.Optional(Type.String()),
  tried: Count,
  used: Count
})

/** The stubs of a sandbox as the state file stores them. Mapping documents are checked when they are compiled again. */
export const StoredStubs = Type.Object({
  stubs: Type.Array(
    Type.Object({
      document: Type.Unknown(),
      source: Type.Union([Type.Literal('file'), Type.Literal('api')]),
      order: Count
    })
  ),
  uses: Type.Array(StoredUse),
  scenarios: mapOf(Type.String()),
  nextOrder: Count,
  files: Type.String()
})
export type StoredStubs = Static<typeof StoredStubs>

/** Compiles mapping documents. @throws for a document that is not valid */
export type CompileMappings = (documents: readonly unknown[]) => Promise<readonly StubMapping[]>

/** The document of a mapping as a log stores it: as text if it contains numbers that JavaScript would change. */
export const storedDocument = ({ document, isInexact }: StubMapping): unknown =>
  isInexact ? toJson(document) : document

export const storedStubs = ({ stubs, uses, scenarios, nextOrder, files }: StubState): StoredStubs => ({
  stubs: [...stubs].map(({ mapping, source, order }) => ({ document: storedDocument(mapping), source, order })),
  uses: [...uses],
  scenarios: Object.fromEntries(scenarios),
  nextOrder,
  files
})

/** @throws what `compile` throws */
export async function readStubState(stored: StoredStubs, compile: CompileMappings): Promise<StubState> {
  const empty = stubsFromFiles(stubFilesOf([]))
  const mappings = await compile(stored.stubs.map(({ document }) => document))
  let { stubs } = empty
  for (const [i, { source, order }] of stored.stubs.entries()) {
    const mapping = mappings[i]
    if (mapping !== undefined) stubs = stubs.add({ mapping, source, order })
  }
  return {
    stubs,
    uses: stored.uses.reduce<Collection<StubUse>>((uses, use) => uses.add(use), empty.uses),
    scenarios: new Map(Object.entries(stored.scenarios)),
    nextOrder: stored.nextOrder,
    files: stored.files
  }
}

/** The stubs of files as a log stores them that other servers read. */
export const stubDocuments = ({ sha256, mappings }: StubFiles) => ({
  sha256,
  *text(): Generator<string> {
    let separator = '['
    for (const mapping of mappings) {
      yield `${separator}${JSON.stringify(storedDocument(mapping))}`
      separator = ','
    }
    yield mappings.length === 0 ? '[]' : ']'
  }
})
