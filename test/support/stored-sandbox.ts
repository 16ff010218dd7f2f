import type { Test } from 'tap'
import { readFixture } from '../../src/fixtures/fixture-document.ts'
import type { FixtureSet } from '../../src/fixtures/fixture-set.ts'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import type { StoredChange } from '../../src/log/change-log.ts'
import { type DataDirectory, openDataDirectory } from '../../src/log/file/data-directory.ts'
import type { FileLog, Snapshot } from '../../src/log/file/file-log.ts'
import type { OpenStateOptions } from '../../src/log/file/open-state.ts'
import type { RecoveredFiles } from '../../src/log/file/recovery.ts'
import { applyRecordChange, type RecordChange } from '../../src/state/changes.ts'
import { countersOf, type State, withCounters } from '../../src/state/state.ts'
import { storedApis, textOf } from './stored-apis.ts'

/** A sandbox reduced to what a log stores of it. */
export class StoredSandbox {
  readonly notices: string[]
  readonly directory: DataDirectory
  readonly log: FileLog
  sandbox: unknown
  #value: Omit<Snapshot, 'sandbox'>

  private constructor(directory: DataDirectory, log: FileLog, value: Omit<Snapshot, 'sandbox'>, notices: string[]) {
    this.directory = directory
    this.log = log
    this.#value = value
    this.sandbox = directory.recovered.sandbox
    this.notices = notices
    log.watch(() => this.snapshot)
  }

  /** Opens a data directory as a server does. */
  static async open(t: Test, directory: string, options: Partial<OpenStateOptions> = {}): Promise<StoredSandbox> {
    const notices: string[] = []
    const { apis = storedApis } = options
    const fixtures = options.fixtures ?? (await loadFixtureSet(apis, 'fixtures/default.json', 'default'))
    const notice = (text: string) => notices.push(text)
    const opened = await openDataDirectory({
      directory,
      apis,
      key: fixtures.name,
      fresh: false,
      notice,
      ...options,
      fixtures
    })
    t.teardown(() => opened.close())
    const value = await replayed(opened.recovered, apis).catch(async (error) => {
      await opened.close()
      throw error
    })
    return new StoredSandbox(opened, await opened.start(), value, notices)
  }

  get snapshot(): Snapshot {
    return { ...this.#value, sandbox: this.sandbox }
  }

  get state(): State {
    return this.#value.state
  }

  get fixtures(): FixtureSet {
    return this.#value.fixtures
  }

  get text(): string {
    return textOf(this.state)
  }

  change(change: RecordChange): void {
    const revision = this.#value.revision + 1
    this.log.append(revision, { ...change })
    this.#value = { ...this.#value, revision, state: applyRecordChange(this.state, change) }
  }

  /** @param op the kind of the change */
  async reset(fixtures: FixtureSet, op = 'reset'): Promise<void> {
    const release = await this.log.keep(fixtures)
    const { name, sha256, state } = fixtures
    const revision = this.#value.revision + 1
    this.log.append(revision, { op, fixtures: { name, sha256 } })
    this.#value = { revision, state, fixtures }
    release()
  }

  close(): Promise<void> {
    return this.directory.close()
  }
}

/** Applies the changes since the last reset, as a server does. */
export async function replayed(
  { state, revision, changes, fixtures, findFixtures }: RecoveredFiles,
  apis: OpenStateOptions['apis']
): Promise<Omit<Snapshot, 'sandbox'>> {
  let value = { revision, state, fixtures }
  for await (const { revision, change } of changes())
    value = { revision, fixtures, state: await changed(value.state, change) }
  return value

  async function changed(current: State, change: StoredChange): Promise<State> {
    if (/^reset/.test(change.op)) return (await findFixtures(change['fixtures'] as FixtureSet)).state
    if (change.op !== 'state') return applyRecordChange(current, change as unknown as RecordChange)
    const result = readFixture(apis, String(change['content']))
    if (!result.ok) throw new Error('the log contains an invalid state')
    return withCounters(result.state, countersOf(current))
  }
}
