import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { records as atrium } from '../../../src/apis/atrium/records.ts'
import { loadFixtureSet } from '../../../src/fixtures/load-fixture-set.ts'
import { describeError } from '../../../src/mock/describe-error.ts'
import { guid } from '../../support/fixtures.ts'
import { imageOf } from '../../support/image.ts'
import { storedApis, textOf } from '../../support/stored-apis.ts'
import { StoredSandbox } from '../../support/stored-sandbox.ts'
import { filesIn, temporaryFolder } from '../../support/temporary.ts'

export const STATE = join('states', 'default', 'state.json')
export const LOG = join('states', 'default', 'state.wal.ndjson')

/** Data directories to damage copies of. */
export interface Images {
  /** After a reset to a fixture set and three changes, as a kill leaves it. */
  readonly killed: string
  /** The same, after an orderly stop. */
  readonly stopped: string
  /** The directory of another server. */
  readonly other: string
  /** The state of the first two. */
  readonly text: string
  /** The lines of the log of `killed`. */
  readonly lines: readonly string[]
  /** The hash of the fixture set. */
  readonly sha256: string
}

/** The kind of damage, the error message, and a function that damages a directory. */
export type Damage = [what: string, message: RegExp, damage: (image: string) => unknown]

const user = (n: number) => ({ guid: guid(n), is_disabled: false, metadata: null, identifier: `user-${n}` })
const added = (n: number) => atrium.add('users', user(n), { guids: n })

/** Makes the directories, which the test removes at its end. */
export async function imagesFor(t: Test): Promise<Images> {
  const paging = await loadFixtureSet(storedApis, 'fixtures/paging.json', 'paging')
  const folder = await temporaryFolder(t)
  const sandbox = await StoredSandbox.open(t, folder)
  await sandbox.reset(paging)
  for (const n of [1, 2, 3]) sandbox.change(added(n))
  const killed = await imageOf(t, folder)
  const other = await temporaryFolder(t)
  await (await StoredSandbox.open(t, other)).close()
  const lines = (await readFile(join(killed, LOG), 'utf8')).split('\n')
  const stopped = await temporaryFolder(t)
  await sandbox.close()
  await cp(folder, stopped, { recursive: true })
  return { killed, stopped, other, text: sandbox.text, lines, sha256: paging.sha256 }
}

/** Changes one bit of a file. */
export async function flip(file: string, at: number): Promise<void> {
  const bytes = await readFile(file)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  await writeFile(file, bytes)
}

/** Each damage is an error that changes nothing, and a start with `--fresh` works. */
export function rejectedUnlessFresh(t: Test, { killed }: Images, rows: readonly Damage[]): void {
  for (const [what, message, damage] of rows) {
    t.test(`rejected and not changed, unless --fresh is given: ${what}`, async (t) => {
      const image = await imageOf(t, killed)
      await damage(image)
      const before = await filesIn(image)
      const error = await StoredSandbox.open(t, image).then(() => 'no error', describeError)
      t.match(error, message, 'the reason')
      t.strictSame(await filesIn(image), before, 'no file was changed')
      // A file in the way of a folder is not removed.
      if (/that are a file/.test(what)) return
      const fresh = await StoredSandbox.open(t, image, { fresh: true })
      t.equal(fresh.text, textOf(fresh.fixtures.state), 'the fixtures')
      await fresh.close()
      t.equal((await StoredSandbox.open(t, image)).text, fresh.text, 'after a restart')
    })
  }
}
