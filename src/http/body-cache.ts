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
 * Recently rendered bodies. Records and collections are immutable, so a body stays valid for as long as its record or collection exists. Makes
 * lists three times as fast. Its size in the budget is an upper limit: bodies of collections that are gone are no longer in memory.
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
   * @param shown the record or collection that the body shows
   * @param variant distinguishes the bodies of one collection, such as its pages
   */
  of(shown: object, variant: string, render: () => string): Representation {
    const known = this.#bodies.get(shown)?.get(variant)
    if (known !== undefined) return known
    const rendered = new Representation(render())
    const bytes = textBytes(rendered.body) + ENTRY_BYTES
    if (bytes > MOST_CACHED) return rendered
    if (this.#bytes + bytes > MOST_CACHED) this.#budget.countEvicted(this.kind, this.dropOldest())
    const variants = this.#bodies.get(shown) ?? new Map<string, Representation>()
    this.#bodies.set(shown, variants.set(variant, rendered))
    this.#count++
    this.#spend(bytes)
    this.#budget.enforce()
    return rendered
  }

  /** Empties the cache: bodies in use are soon rendered again. */
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
