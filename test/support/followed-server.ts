import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { GUID_SEED } from './kill-guids.ts'
import { Ledger, type Values } from './kill-ledger.ts'
import { type LoadOptions, writeUntilKilled } from './kill-load.ts'
import { FILE_STUB, INITIAL, UPLOADED, UPLOADED_SET } from './kill-sets.ts'
import { nextPlace, removeLeftovers, revisionOf, valuesOf } from './kill-values.ts'
import { send } from './kill-writers.ts'
import { type Program, program, type RunningProgram } from './program.ts'
import { temporaryFolder } from './temporary.ts'
import { within } from './within.ts'

export interface StartOptions {
  /** The path to give for the data directory. */
  readonly path?: string
  /** The maximum size of its files, in blocks of 512 bytes. */
  readonly limit?: number
  readonly env?: Readonly<Record<string, string>>
}

/** What is in a data directory. */
export interface Known {
  readonly values: Values
  readonly revision: number
  /** How many guids it has assigned since the last reset. */
  readonly guids: number
}

/** A server that is killed and restarted, and everything that it has acknowledged. */
export class FollowedServer {
  readonly directory: string
  readonly #t: Test
  readonly #program: Program
  readonly #stubs: string
  #running: RunningProgram | undefined
  #url = ''
  #ledger: Ledger | undefined
  #revision = 0
  #guids = 0
  #loads = 0
  #writing: Promise<void> = Promise.resolve()
  #isPaused = false
  #acknowledged = 0

  private constructor(t: Test, started: Program, directory: string, stubs: string) {
    this.#t = t
    this.#program = started
    this.directory = directory
    this.#stubs = stubs
  }

  /** @param directory its data directory, which must be empty or missing */
  static async create(t: Test, directory: string): Promise<FollowedServer> {
    const stubs = await temporaryFolder(t)
    await writeFile(join(stubs, 'one.json'), JSON.stringify(FILE_STUB))
    return new FollowedServer(t, await program(t), directory, stubs)
  }

  get url(): string {
    return this.#url
  }

  /** What it has written to standard error since it was started. */
  get errors(): string {
    return this.#running?.output.err ?? ''
  }

  /** How many changes it has acknowledged in total. */
  get acknowledged(): number {
    return this.#acknowledged + (this.#ledger?.acknowledged ?? 0)
  }

  /** What it has acknowledged since the last check. */
  get ledger(): Ledger {
    if (this.#ledger === undefined) throw new Error('the server has not been checked yet')
    return this.#ledger
  }

  /** Starts a process with the same options, which nobody follows. */
  launch({ path = this.directory, limit, env }: StartOptions = {}): RunningProgram {
    const seed = ['--guid-seed', GUID_SEED]
    const words = ['--port', '0', '--json', '--fixtures', 'empty', ...seed, '--data-dir', path, '--stubs', this.#stubs]
    return this.#program.start(words, limit, undefined, env)
  }

  /** Starts it, and waits until it is ready. */
  async start(options: StartOptions = {}): Promise<void> {
    await this.follow(this.launch(options))
  }

  /** Continues with a process that was launched. */
  async follow(running: RunningProgram): Promise<void> {
    this.#running = running
    this.#url = await within(running.ready, 'the server is ready', () => running.output.err)
  }

  signal(signal: NodeJS.Signals): void {
    this.#running?.process.kill(signal)
  }

  /** Waits until the process and its clients have ended. @returns the exit code, or the name of the signal */
  async ended(): Promise<number | string | undefined> {
    await this.#untilWritten('the process ends')
    return this.#running && within(this.#running.ended, 'the process has ended', () => this.errors)
  }

  /** Lets clients write until they are paused, or the process ends. */
  write(options: Pick<LoadOptions, 'mayRefuse' | 'withSets'> = {}): void {
    this.#isPaused = false
    const name = `l${this.#loads++}`
    const process = this.#running?.process
    // Another program may get its port.
    const isOver = () => this.#isPaused || process?.exitCode !== null || process.signalCode !== null
    this.#writing = writeUntilKilled(this.#url, this.ledger, { ...options, name, isOver })
    this.#writing.catch(() => {})
  }

  /** Stops the clients, and waits for the responses to what they sent. */
  async pause(): Promise<void> {
    this.#isPaused = true
    await this.#untilWritten('the clients are paused')
  }

  #untilWritten(before: string): Promise<void> {
    return within(this.#writing, `the clients have their responses, before ${before}`, () => this.errors)
  }

  /** Checks that everything acknowledged is there, and nothing that was not requested. No client may be writing. */
  async check(label: string): Promise<void> {
    const t = this.#t
    const url = this.#url
    const known = this.#ledger
    if (known !== undefined) {
      const least = this.#revision + known.revisions
      const revision = await revisionOf(url)
      const isPossible = revision >= least && revision <= least + known.pendingRevisions
      t.ok(isPossible, `${label}: revision ${revision} is ${least} or up to ${known.pendingRevisions} more`)
    }
    const values = await valuesOf(url)
    const ledger = known ?? new Ledger(INITIAL.empty)
    t.strictSame(ledger.differences(values), [], `${label}: no acknowledged change is lost, and nothing else is there`)
    const late = ['atrium ', 'atms ', 'stub '].flatMap((kind) =>
      ledger.outOfOrder([...values.keys()].filter((key) => key.startsWith(kind)))
    )
    t.strictSame(late, [], `${label}: users and stubs are in order of creation`)
    const place = await nextPlace(url, values)
    t.ok(ledger.nextGuids.includes(place), `${label}: the next guid is at ${place}, expected ${ledger.nextGuids}`)
    this.#guids = place + 1
    await removeLeftovers(url, values)
    if (known === undefined) await this.upload()
    this.#acknowledged += known?.acknowledged ?? 0
    this.#ledger = new Ledger(values, this.#guids, known)
    this.#revision = await revisionOf(url)
  }

  /** Uploads the fixture set that clients reset to. */
  async upload(): Promise<void> {
    await send(this.#url, 'PUT', `/__admin/fixtures/${UPLOADED}`, UPLOADED_SET)
  }

  /** What was found by the last check. */
  known(): Known {
    return { values: this.ledger.values, revision: this.#revision, guids: this.#guids }
  }

  /** Call this if its directory was replaced. @param known what the next check must find: by default, the initial state */
  know(known?: Known): void {
    this.#acknowledged = this.acknowledged
    this.#ledger = known && new Ledger(known.values, known.guids)
    this.#revision = known?.revision ?? 0
  }
}
