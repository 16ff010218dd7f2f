import { hash } from 'node:crypto'
import { textBytes } from '../common/bytes.ts'
import type { Spender } from '../common/eviction-order.ts'
import { MemoryBudget } from '../common/memory-budget.ts'

/** A rendered body. */
export class Representation {
  readonly body: string
  #md5: string | undefined

  constructor(body: string) {
    this.body = body
  }

  /** The MD5 of its bytes, in hexadecimal digits. */
  get md5(): string {
    this.#md5 ??= hash('md5', this.body)
    return this.#md5
  }
}

/** In bytes. */
const MOST_CACHED = 8 * 1024 * 1024
/** The approximate size of an entry besides its body. */
const ENTRY_BYTES = 200

/**
 * Caches rendered bodies, which makes lists three times as fast. Records and collections are immutable, so a body stays valid as long as its
 * record or collection exists. Its size in the budget is an upper bound: bodies of collections that no longer exist are garbage-collected.
 */
export class BodyCache implements Spender {
  readonly kind = 'bodies'
  readonly oldest = 0
  readonly #budget: MemoryBudget
  #bodies = new WeakMap<object, Map<string, Representation>>()
  #bytes = 0
  #count = 0

  constructor(budget = new MemoryBudget()) {
    this.#budget = budget
  }

  get bytes(): number {
    return this.#bytes
  }

  /**
   * @param source the record or collection that the body represents
   * @param variant distinguishes the bodies of one collection, such as its pages
   */
  of(source: object, variant: string, render: () => string): Representation {
    const known = this.#bodies.get(source)?.get(variant)
    if (known !== undefined) return known
    const rendered = new Representation(render())
    const bytes = textBytes(rendered.body) + ENTRY_BYTES
    if (bytes > MOST_CACHED) return rendered
    if (this.#bytes + bytes > MOST_CACHED) this.#budget.countEvicted(this.kind, this.dropOldest())
    const variants = this.#bodies.get(source) ?? new Map<string, Representation>()
    this.#bodies.set(source, variants.set(variant, rendered))
    this.#count++
    this.#spend(bytes)
    this.#budget.enforce()
    return rendered
  }

  /** Empties the whole cache: bodies that are in use will soon be rendered again. */
  dropOldest(): number {
    const count = this.#count
    this.#bodies = new WeakMap()
    this.#count = 0
    this.#spend(-this.#bytes)
    return count
  }

  #spend(bytes: number): void {
    this.#bytes += bytes
    this.#budget.spend(this, bytes)
  }
}
