import { type ReceivedRequest, RequestView } from '../journal/request-view.ts'
import { randomStream } from './random.ts'
import { Scenarios } from './scenarios.ts'
import { Stub, type StubMapping } from './stub-mapping.ts'
import { StubTable } from './stub-table.ts'

/** The stubs of a sandbox, and where each stands: how often it was used, and in which state its scenario is. */
export class StubStore {
  readonly scenarios = new Scenarios()
  /** Numbers from 0 up to 1, for what the settings leave to chance. */
  readonly chance: () => number
  /** Numbers from 0 up to 1, for the bytes that a fault sends. A stream of their own: what else is left to chance does not depend on them. */
  readonly noise: () => number
  readonly #defaults: readonly StubMapping[]
  readonly #seed: string
  readonly #stubs = new Map<string, Stub>()
  #made = 0
  #table: StubTable | undefined

  /**
   * @param defaults what is there from the start and after a reset
   * @param seed of all that is left to chance
   */
  constructor(defaults: readonly StubMapping[], seed: string) {
    this.#defaults = defaults
    this.#seed = seed
    this.chance = randomStream(`${seed}:settings`)
    this.noise = randomStream(`${seed}:noise`)
    this.reset()
  }

  get isEmpty(): boolean {
    return this.#stubs.size === 0
  }

  /** In the order in which they are asked. */
  get all(): readonly Stub[] {
    return this.#sorted.all
  }

  get #sorted(): StubTable {
    this.#table ??= new StubTable(this.#stubs.values())
    return this.#table
  }

  get(id: string): Stub | undefined {
    return this.#stubs.get(id.toLowerCase())
  }

  /** Adds a mapping, or puts it in the place of the one with its id. */
  put(mapping: StubMapping): void {
    const { id } = mapping.document
    const before = this.#stubs.get(id)
    const order = before?.order ?? ++this.#made
    this.#stubs.set(id, new Stub(mapping, order, randomStream(`${this.#seed}:stub:${order}`)))
    this.#left(before)
  }

  remove(id: string): void {
    const stub = this.get(id)
    this.#stubs.delete(id.toLowerCase())
    this.#left(stub)
  }

  /** As in WireMock, a scenario goes with the last stub that names it. */
  #left(stub: Stub | undefined): void {
    this.#table = undefined
    const name = stub?.mapping.document.scenarioName
    if (name === undefined) return
    const isNamed = [...this.#stubs.values()].some(({ mapping }) => mapping.document.scenarioName === name)
    if (!isNamed) this.scenarios.forget(name)
  }

  clear(): void {
    this.#stubs.clear()
    this.scenarios.reset()
    this.#table = undefined
  }

  /** Back to what was there from the start. */
  reset(): void {
    this.clear()
    this.#made = 0
    for (const mapping of this.#defaults) this.put(mapping)
  }

  /** The stub that takes a request, if one does: it counts as used then, and its scenario goes on. */
  take(request: ReceivedRequest): Stub | undefined {
    const view = new RequestView(request)
    const stub = this.#sorted.first(
      view.path,
      (candidate) => candidate.mapping.pattern.matches(view) && this.scenarios.allows(candidate) && candidate.takes()
    )
    if (stub !== undefined) this.scenarios.advance(stub)
    return stub
  }
}
