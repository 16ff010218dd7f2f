import type { Stub } from './stub-mapping.ts'

/**
 * The stubs of a sandbox in the order in which they are asked, sorted by the path they are for, or by what it begins with, so that
 * most need not be asked.
 */
export class StubTable {
  readonly all: readonly Stub[]
  readonly #ranks: ReadonlyMap<Stub, number>
  /** Those for one path alone. */
  readonly #byPath = new Map<string, Stub[]>()
  /** The others, by what all their paths begin with. */
  readonly #byStart = new Map<string, Stub[]>()
  readonly #lengthsOfStarts: ReadonlySet<number>

  constructor(stubs: Iterable<Stub>) {
    this.all = [...stubs].sort((a, b) => a.mapping.priority - b.mapping.priority || b.order - a.order)
    this.#ranks = new Map(this.all.map((stub, rank) => [stub, rank]))
    for (const stub of this.all) {
      const { path, start = '' } = stub.mapping.pattern.url
      if (path !== undefined) append(this.#byPath, path, stub)
      else append(this.#byStart, start, stub)
    }
    this.#lengthsOfStarts = new Set([...this.#byStart.keys()].map((start) => start.length))
  }

  /** The first that takes a request to this path; `undefined` where none does. */
  first(path: string, takes: (stub: Stub) => boolean): Stub | undefined {
    const queues = this.#listsFor(path).map((stubs) => ({ stubs, at: 0 }))
    for (;;) {
      let next: { readonly stubs: readonly Stub[]; at: number } | undefined
      for (const queue of queues) if (this.#rankOf(queue) < this.#rankOf(next)) next = queue
      const stub = next?.stubs[next.at++]
      if (stub === undefined || takes(stub)) return stub
    }
  }

  /** Every list is in the order in which its stubs are asked. */
  #listsFor(path: string): (readonly Stub[])[] {
    const starts = [...this.#lengthsOfStarts].map((length) => this.#byStart.get(path.slice(0, length)))
    return [this.#byPath.get(path), ...starts].filter((list) => list !== undefined)
  }

  #rankOf(queue: { readonly stubs: readonly Stub[]; readonly at: number } | undefined): number {
    const stub = queue?.stubs[queue.at]
    return stub === undefined ? Number.POSITIVE_INFINITY : (this.#ranks.get(stub) as number)
  }
}

function append(lists: Map<string, Stub[]>, key: string, stub: Stub): void {
  const known = lists.get(key)
  if (known === undefined) lists.set(key, [stub])
  else known.push(stub)
}
