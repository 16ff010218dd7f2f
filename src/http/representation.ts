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

const MOST_RECORDS = 4096
const MOST_PAGES = 512

/**
 * The bodies that were sent lately, so that they need not be made anew while what they show is the same. Records and
 * collections are immutable, so that whoever holds one holds its body too.
 */
export class Representations {
  readonly #records = new Map<object, Representation>()
  readonly #pages = new Map<string, Representation>()
  #version: object | undefined

  ofRecord<T extends object>(record: T, show: (record: T) => string): Representation {
    const known = this.#records.get(record)
    if (known !== undefined) return known
    const made = new Representation(show(record))
    if (this.#records.size === MOST_RECORDS) this.#records.clear()
    this.#records.set(record, made)
    return made
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
    const known = this.#pages.get(page)
    if (known !== undefined) return known
    const made = new Representation(show())
    if (this.#pages.size === MOST_PAGES) this.#pages.clear()
    this.#pages.set(page, made)
    return made
  }
}
