import type { Stub } from './stub-mapping.ts'

/** The stubs of a sandbox in the order in which they are asked, sorted by method and path, so that most need not be asked. */
export class StubTable {
  readonly all: readonly Stub[]
  readonly #ranks: ReadonlyMap<Stub, number>
  /** Those for one path alone. */
  readonly #byPath = new Map<string, Stub[]>()
  readonly #forOthers: Stub[] = []

  constructor(stubs: Iterable<Stub>) {
    this.all = [...stubs].sort((a, b) => a.mapping.priority - b.mapping.priority || b.order - a.order)
    this.#ranks = new Map(this.all.map((stub, rank) => [stub, rank]))
    for (const stub of this.all) this.#listFor(stub.mapping.pattern.url.path).push(stub)
  }

  #listFor(path: string | undefined): Stub[] {
    if (path === undefined) return this.#forOthers
    const known = this.#byPath.get(path)
    if (known !== undefined) return known
    const made: Stub[] = []
    this.#byPath.set(path, made)
    return made
  }

  /** The first that takes a request to this path; `undefined` where none does. */
  first(path: string, takes: (stub: Stub) => boolean): Stub | undefined {
    const forPath = this.#byPath.get(path) ?? NONE
    const forOthers = this.#forOthers
    let [i, j] = [0, 0]
    while (i < forPath.length || j < forOthers.length) {
      const stub = this.#isFirst(forPath[i], forOthers[j]) ? forPath[i++] : forOthers[j++]
      if (takes(stub as Stub)) return stub
    }
    return undefined
  }

  #isFirst(one: Stub | undefined, other: Stub | undefined): boolean {
    if (one === undefined || other === undefined) return other === undefined
    return (this.#ranks.get(one) as number) < (this.#ranks.get(other) as number)
  }
}

const NONE: readonly Stub[] = []
