import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { Api } from '../../api/define-api.ts'
import { apis } from '../../apis/index.ts'
import { readFixtureFile } from '../../fixtures/fixture-file.ts'
import { type FixtureLists, listsText } from '../../fixtures/fixture-text.ts'
import type { RecordingKey } from '../../recording/recording-key.ts'
import type { State } from '../../state/state.ts'

/** The member `$mock` of a recording. */
const Provenance = Type.Object({
  recording: Type.Object({
    /** The fingerprint of the key. */
    key: Type.String(),
    /** The fields that were kept, by API. */
    kept: Type.Record(Type.String(), Type.Array(Type.String()))
  })
})
type Provenance = Static<typeof Provenance>

/** What a file contains that a recording adds to. */
export interface Result {
  readonly lists: FixtureLists
  readonly kept: Provenance['recording']['kept']
}

export const NOTHING: Result = { lists: {}, kept: {} }
const FORCE = 'Use another --out, or --force to replace it'

/**
 * Reads the file that a recording writes or adds to.
 *
 * @throws an Error if it must not be replaced
 */
export async function readResult(file: string, key: RecordingKey): Promise<Result> {
  const { result } = await readFixtureFile(apis, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return { result: undefined }
    throw error
  })
  if (result === undefined) return NOTHING
  if (!Check(Provenance, result.provenance)) throw new Error(`${file} is not a recording. ${FORCE}`)
  if (!result.ok) throw new Error(`${file} is not valid any more: run check ${file}. ${FORCE}`)
  const { recording } = result.provenance
  if (recording.key !== key.fingerprint) {
    const reason = 'was recorded with another key, so the same person would have two pseudonyms'
    throw new Error(`${file} ${reason}. Use that --key-file, or another --out, or --force to replace the file`)
  }
  const sections = apis.filter(({ name }) => name in recording.kept)
  return { lists: listsOf(sections, result.state), kept: recording.kept }
}

const listsOf = (sections: readonly Api[], state: State): FixtureLists =>
  Object.fromEntries(sections.map(({ name }) => [name, state[name]?.lists ?? {}]))

/** The text of a recording. APIs that were not recorded have no section. */
export function resultText({ lists, kept }: Result, key: RecordingKey): Generator<string> {
  const recorded = apis.filter(({ name }) => name in lists)
  const fields = recorded.map(({ name }) => [name, kept[name] ?? []])
  const provenance: Provenance = { recording: { key: key.fingerprint, kept: Object.fromEntries(fields) } }
  return listsText(recorded, lists, provenance)
}

/** Adds the records of an API. The credentials of the service are not among them: clients of the mock use those of other fixtures. */
export function withRecords(
  { lists, kept }: Result,
  api: Api,
  recorded: Readonly<Record<string, Iterable<object>>>,
  fields: readonly string[]
): Result {
  const credentials = api.credential.list
  const known = lists[api.name]?.[credentials] ?? api.lists[credentials]?.withTable ?? []
  return {
    lists: { ...lists, [api.name]: { ...recorded, [credentials]: known } },
    kept: { ...kept, [api.name]: [...fields] }
  }
}
