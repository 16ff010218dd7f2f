import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { mapOf } from '../common/map-of.ts'
import type { FixtureName, FixtureSet } from '../fixtures/fixture-set.ts'
import { type StoredChange, UPLOAD } from '../log/change-log.ts'
import { UnknownChange } from '../log/unknown-change.ts'
import { countersOf, stateBytes, withCounters } from '../state/state.ts'
import type { FileStubs } from '../wiremock/stubs/file-stubs.ts'
import { SettingsDocument } from '../wiremock/stubs/settings.ts'
import {
  type CompileMappings,
  readStubState,
  StoredStubs,
  StoredUse,
  storedDocument,
  storedStubs
} from '../wiremock/stubs/stub-json.ts'
import { type StubFiles, stubFilesOf } from '../wiremock/stubs/stub-state.ts'
import type { Change, RestoreChange, UploadedState } from './changes.ts'

/** Resolves the references in stored changes. */
export interface ChangeSources {
  /** The fixture set with this content. @throws if there is none */
  fixtures(name: FixtureName): Promise<FixtureSet>
  /** A document in the fixture format that is in the log itself. @throws if it is not valid */
  readState(content: string): UploadedState
  readonly compile: CompileMappings
  /** The stubs of the `--stubs` folder as it is now. */
  readonly fileStubs: FileStubs
  /** The stubs of files with this hash. Without it, those of the folder count as them: the startup checks whether they have changed. */
  stubFiles?(sha256: string): Promise<StubFiles>
}

/** A change as a log stores it: fixture sets by name and hash, stubs by their documents, or by the hash of their files. */
export function storedForm(change: Change): StoredChange {
  switch (change.op) {
    case 'reset':
      return { op: 'reset', fixtures: referenceTo(change.fixtures), files: change.files.sha256 }
    case 'resetRecords':
      return { op: 'resetRecords', fixtures: referenceTo(change.fixtures) }
    case 'state':
      return { op: 'state', uploaded: uploadReference(change.uploaded) }
    case 'restore':
      return storedRestore(change)
    case 'stubs':
      return { ...change, ...(change.put && { put: change.put.map(storedDocument) }) }
    case 'fileStubs':
      return { op: 'fileStubs', mappings: change.files.mappings.map(storedDocument) }
    case 'resetStubs':
      return { op: 'resetStubs', files: change.files.sha256 }
    default:
      return change
  }
}

function storedRestore({ records, stubs, settings }: RestoreChange): StoredChange {
  return {
    op: 'restore',
    ...(records && {
      fixtures: referenceTo(records.fixtures),
      counters: countersOf(records.apis),
      ...(records.document && { records: { sha256: records.document } })
    }),
    ...(stubs && { stubs: storedStubs(stubs) }),
    ...(settings && { settings })
  }
}

/** Documents of any size are stored next to the log. */
const uploadReference = ({ sha256, bytes }: UploadedState) => ({ sha256, bytes })
const referenceTo = ({ name, sha256 }: FixtureSet): FixtureName => ({ name, sha256 })

const Count = Type.Integer({ minimum: 0 })
const FixtureReference = Type.Object({ name: Type.String(), sha256: Type.String() })
const Counters = Type.Optional(mapOf(Count))
const place = { api: Type.String(), list: Type.String(), counters: Counters }

const Added = Type.Object({
  op: Type.Union([Type.Literal('add'), Type.Literal('replace')]),
  ...place,
  record: Type.Object({})
})
const Removed = Type.Object({ op: Type.Literal('remove'), ...place, key: Type.String() })
/** Absent in a log of version one. */
const files = Type.Optional(Type.String())
const Reset = Type.Object({ op: Type.Literal('reset'), fixtures: FixtureReference, files })
const ResetRecords = Type.Object({ op: Type.Literal('resetRecords'), fixtures: FixtureReference })
const Replaced = Type.Object({
  op: Type.Literal('state'),
  uploaded: Type.Object({ sha256: Type.String(), bytes: Count })
})
/** In a log of version two. */
const ReplacedInline = Type.Object({ op: Type.Literal('state'), content: Type.String() })
const Settings = Type.Object({ op: Type.Literal('settings'), settings: SettingsDocument })
const Stubs = Type.Object({
  op: Type.Literal('stubs'),
  remove: Type.Optional(Type.Union([Type.Literal('all'), Type.Array(Type.String())])),
  put: Type.Optional(Type.Array(Type.Unknown()))
})
const UseStub = Type.Object({
  op: Type.Literal('useStub'),
  uses: Type.Array(StoredUse),
  scenario: Type.Optional(Type.Object({ name: Type.String(), state: Type.String() }))
})
const Scenario = Type.Object({
  op: Type.Literal('scenario'),
  name: Type.String(),
  state: Type.Optional(Type.String())
})
const ResetScenarios = Type.Object({ op: Type.Literal('resetScenarios') })
const FileStubsChange = Type.Object({ op: Type.Literal('fileStubs'), mappings: Type.Array(Type.Unknown()) })
const SavedStubs = Type.Object({
  op: Type.Literal('savedStubs'),
  ids: Type.Array(Type.String()),
  sha256: Type.String()
})
const ResetStubs = Type.Object({ op: Type.Literal('resetStubs'), files })

const Restore = Type.Object({
  op: Type.Literal('restore'),
  fixtures: Type.Optional(FixtureReference),
  records: Type.Optional(Type.Object({ sha256: Type.String() })),
  counters: Type.Optional(mapOf(mapOf(Count))),
  stubs: Type.Optional(StoredStubs),
  settings: Type.Optional(SettingsDocument)
})

const is = <S extends TSchema>(schema: S, change: StoredChange): change is StoredChange & Static<S> =>
  Check(schema, change)

/**
 * Reads a stored change.
 *
 * @throws UnknownChange, or what the sources throw
 */
export async function readChange(stored: StoredChange, sources: ChangeSources): Promise<Change> {
  if (is(Added, stored) || is(Removed, stored)) return stored
  if (is(UseStub, stored) || is(Scenario, stored) || is(ResetScenarios, stored) || is(Settings, stored)) return stored
  if (is(SavedStubs, stored)) return stored
  if (is(Stubs, stored)) {
    const { op, remove, put } = stored
    return { op, ...(remove && { remove }), ...(put && { put: await sources.compile(put) }) }
  }
  if (is(FileStubsChange, stored)) {
    return { op: 'fileStubs', files: stubFilesOf(await sources.compile(stored.mappings)) }
  }
  const current = sources.fileStubs.files
  const filesOf = async (sha256 = current.sha256): Promise<StubFiles> =>
    (await sources.stubFiles?.(sha256)) ?? { ...current, sha256 }
  if (is(ResetStubs, stored)) return { op: 'resetStubs', files: await filesOf(stored.files) }
  if (is(ReplacedInline, stored)) return { op: 'state', uploaded: sources.readState(stored.content) }
  if (is(Replaced, stored)) {
    const { sha256, bytes } = stored.uploaded
    const { state } = await sources.fixtures({ name: UPLOAD, sha256 })
    return { op: 'state', uploaded: { state, sha256, bytes } }
  }
  if (is(ResetRecords, stored)) return { op: 'resetRecords', fixtures: await sources.fixtures(stored.fixtures) }
  if (is(Restore, stored)) return readRestore(stored, sources)
  if (!is(Reset, stored)) throw new UnknownChange(stored.op)
  return { op: 'reset', fixtures: await sources.fixtures(stored.fixtures), files: await filesOf(stored.files) }
}

async function readRestore(stored: Static<typeof Restore>, sources: ChangeSources): Promise<RestoreChange> {
  const { stubs, settings } = stored
  return {
    op: 'restore',
    ...(await readRecords(stored, sources)),
    ...(stubs && { stubs: await readStubState(stubs, sources.compile) }),
    ...(settings && { settings })
  }
}

async function readRecords(
  { fixtures: name, records, counters = {} }: Static<typeof Restore>,
  sources: ChangeSources
): Promise<Pick<RestoreChange, 'records'>> {
  if (name === undefined) return {}
  const fixtures = await sources.fixtures(name)
  const document = records?.sha256
  const { state } = document === undefined ? fixtures : await sources.fixtures({ name: UPLOAD, sha256: document })
  const bytes = document === undefined ? 0 : stateBytes(state)
  return { records: { apis: withCounters(state, counters), fixtures, document, bytes, replacedBytes: bytes } }
}
