import { hash } from 'node:crypto'

/** A body as it is sent, and its entity tag: the weak tag of the MD5 of its bytes, as Rails makes it. */
export class Representation {
  readonly body: string
  #etag: string | undefined

  constructor(body: string) {
    this.body = body
  }

  get etag(): string {
    this.#etag ??= `W/"${hash('md5', this.body)}"`
    return this.#etag
  }
}

/** In characters: what is sent to tests is small, and a state may hold anything. */
const MOST_KEPT = 4 * 1024 * 1024

/** What was made lately, by what it was made of. It is emptied when it has grown too large. */
class Kept<Key> {
  readonly #made = new Map<Key, Representation>()
  #size = 0

  get(key: Key, make: () => string): Representation {
    const known = this.#made.get(key)
    if (known !== undefined) return known
    const made = new Representation(make())
    const size = made.body.length + OWN_SIZE
    if (this.#size + size > MOST_KEPT) this.clear()
    if (size > MOST_KEPT) return made
    this.#size += size
    this.#made.set(key, made)
    return made
  }

  clear(): void {
    this.#made.clear()
    this.#size = 0
  }
}

/** What one takes beside its body, about. */
const OWN_SIZE = 200

/**
 * The bodies that were sent lately, so that they need not be made anew while what they show is the same. Records and
 * collections are immutable, so that whoever holds one holds its body too.
 */
export class Representations {
  readonly #records = new Kept<object>()
  readonly #pages = new Kept<string>()
  #version: object | undefined

  ofRecord<T extends object>(record: T, show: (record: T) => string): Representation {
    return this.#records.get(record, () => show(record))
  }

  /**
   * @param version that of the collection
   * @param page tells the pages of one collection apart
   */
  ofPage(version: object, page: string, show: () => string): Representation {
    if (this.#version !== version) {
      this.#pages.clear()
      this.#version = version
    }
    return this.#pages.get(page, show)
  }
}
