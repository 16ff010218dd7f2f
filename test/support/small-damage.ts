import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Test } from 'tap'
import { records as atrium } from '../../src/apis/atrium/records.ts'
import { readFixture } from '../../src/fixtures/fixture-document.ts'
import { FixtureLibrary } from '../../src/fixtures/fixture-library.ts'
import type { FixtureSet } from '../../src/fixtures/fixture-set.ts'
import { openState } from '../../src/log/file/open-state.ts'
import { StateFile } from '../../src/log/file/state-file.ts'
import { describeError } from '../../src/mock/describe-error.ts'
import { fixture, guid } from './fixtures.ts'
import { imageOf } from './image.ts'
import { storedApis, textOf } from './stored-apis.ts'
import { replayed, StoredSandbox } from './stored-sandbox.ts'
import { filesIn, temporaryFolder } from './temporary.ts'

const KEY = 'small'

function setOf(name: string, document: object): FixtureSet {
  const result = readFixture(storedApis, JSON.stringify(document))
  if (!result.ok) throw new Error('an invalid fixture')
  return { name, sha256: name.charCodeAt(0).toString(16).padEnd(64, '0'), source: 'memory', state: result.state }
}

const started = setOf('started', fixture())
const other = setOf('other', fixture({ atrium: { credentials: [], users: [{ guid: guid(9) }] } }))

const libraryOf = (directory: string): FixtureLibrary =>
  new FixtureLibrary(storedApis, { builtIn: 'fixtures', saved: join(directory, 'fixtures') })

/** A small data directory with a state file, a log with changes, the copies of two fixture sets, and an uploaded set. */
export async function smallDirectory(t: Test, end: 'killed' | 'stopped'): Promise<string> {
  const folder = await temporaryFolder(t)
  const sandbox = await StoredSandbox.open(t, folder, { fixtures: started, key: KEY })
  await sandbox.reset(other)
  await libraryOf(folder).save('uploaded', () => other.state)
  for (const n of [1, 2, 3]) {
    const user = { guid: guid(n), is_disabled: false, metadata: null, identifier: `user-${n}` }
    sandbox.change(atrium.add('users', user, { guids: n }))
  }
  if (end === 'killed') return imageOf(t, folder)
  // As with a large state: it is not written again for a few changes.
  const { size } = StateFile.prototype
  StateFile.prototype.size = async () => 1e9
  await sandbox.close()
  StateFile.prototype.size = size
  return folder
}

/** What a start finds. It writes nothing. */
async function reading(directory: string) {
  const options = { directory, apis: storedApis, fixtures: started, key: KEY, fresh: false, notice: () => {} }
  const { recovered } = await openState(options)
  const { revision, state, fixtures } = await replayed(recovered, storedApis)
  const uploaded = textOf((await libraryOf(directory).open('uploaded')).state)
  return { revision, text: textOf(state), counters: state['atrium']?.counters, fixtures: fixtures.name, uploaded }
}

type Damage = [what: string, bytes: Buffer]

/** Every flip of a single bit. */
export function* flips(bytes: Buffer): Generator<Damage> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const damaged = Buffer.from(bytes)
    damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    yield [`bit ${bit & 7} of byte ${bit >> 3} is flipped`, damaged]
  }
}

/** Every length that is too short. */
export function* truncations(bytes: Buffer): Generator<Damage> {
  for (let length = 0; length < bytes.length; length++) yield [`cut off at ${length}`, bytes.subarray(0, length)]
}

/**
 * Damages each file of a directory in every way. A start must refuse it with a message that names the file and says what to do, or find
 * exactly what was there before.
 *
 * @param step tries only one of so many
 * @returns how many were tried, and how many of them a start refused
 */
export async function damageEverything(
  t: Test,
  directory: string,
  damages: (bytes: Buffer) => Iterable<Damage>,
  step = 1
): Promise<{ tried: number; refused: number }> {
  const before = await reading(directory)
  const wrong: string[] = []
  let [tried, refused] = [0, 0]
  const files = { ...(await filesIn(join(directory, 'states'))), ...(await filesIn(join(directory, 'fixtures'))) }
  for (const file of Object.keys(files)) {
    const bytes = await readFile(file)
    let number = 0
    for (const [what, damaged] of damages(bytes)) {
      if (number++ % step > 0) continue
      tried++
      await writeFile(file, damaged)
      const problem = await reading(directory).then(
        (after) => (JSON.stringify(after) === JSON.stringify(before) ? undefined : 'another state is found'),
        (error) => {
          refused++
          const message = describeError(error)
          return message.includes(basename(file)) && /--fresh|upload or save the set again/.test(message)
            ? undefined
            : message
        }
      )
      if (problem !== undefined) wrong.push(`${basename(file)}: ${what}: ${problem}`)
    }
    await writeFile(file, bytes)
  }
  t.strictSame(wrong.slice(0, 5), [], `${wrong.length} of ${tried} are wrong`)
  t.strictSame(await reading(directory), before, 'the undamaged directory is unchanged')
  return { tried, refused }
}
