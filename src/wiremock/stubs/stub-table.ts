import type { Stub } from './stub-mapping.ts'

/** The stubs of a sandbox by priority, indexed by the path they match or its prefix, so that a request tries only a few. */
export class StubTable {
  /** In the order in which they are tried. */
  readonly all: readonly Stub[]
  /** Stubs for exactly one path. */
  readonly #byPath = new Map<string, Stub[]>()
  /** All other stubs, by the prefix that their paths share. */
  readonly #byPrefix = new Map<string, Stub[]>()
  readonly #prefixLengths: ReadonlySet<number>

  constructor(stubs: Iterable<Stub>) {
    this.all = [...stubs].sort(inOrder)
    for (const stub of this.all) {
      const { path, prefix = '' } = stub.mapping.pattern.url
      if (path !== undefined) append(this.#byPath, path, stub)
      else append(this.#byPrefix, prefix, stub)
    }
    this.#prefixLengths = new Set([...this.#byPrefix.keys()].map((prefix) => prefix.length))
  }

  /** The first stub that accepts a request to this path, if any. */
  first(path: string, accepts: (stub: Stub) => boolean): Stub | undefined {
    const queues = this.#listsFor(path).map((stubs) => ({ stubs, at: 0 }))
    for (;;) {
      let next: { readonly stub: Stub; readonly queue: { at: number } } | undefined
      for (const queue of queues) {
        const stub = queue.stubs[queue.at]
        if (stub !== undefined && (next === undefined || inOrder(stub, next.stub) < 0)) next = { stub, queue }
      }
      if (next === undefined || accepts(next.stub)) return next?.stub
      next.queue.at++
    }
  }

  /** Each list is sorted like `all`. */
  #listsFor(path: string): (readonly Stub[])[] {
    const byPrefix = [...this.#prefixLengths].map((length) => this.#byPrefix.get(path.slice(0, length)))
    return [this.#byPath.get(path), ...byPrefix].filter((list) => list !== undefined)
  }
}

/** The order in which stubs are tried: by priority, the newest first. */
const inOrder = (a: Stub, b: Stub): number => a.mapping.priority - b.mapping.priority || b.order - a.order

function append(lists: Map<string, Stub[]>, key: string, stub: Stub): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [stub])
  else list.push(stub)
}
