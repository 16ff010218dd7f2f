import { bytesOf } from '../../common/bytes.ts'
import type { Spender } from '../../common/eviction-order.ts'
import { Queue } from '../../common/queue.ts'

/** In bytes: what the newest events may take. */
const MOST_BYTES = 1024 * 1024
/** In characters: events are written together up to this length. */
const PART = 32 * 1024

/** Events of a stream, one after the other, as readers get them. */
export interface Part {
  /** The sequence number of the event before the first one. */
  readonly after: number
  /** The sequence number of the last one. */
  readonly last: number
  readonly bytes: Buffer
}

interface StoredPart extends Part {
  /** When it was stored, in milliseconds on the monotonic clock. */
  readonly at: number
}

/** The newest events of a sandbox. They are stored as bytes, which the garbage collector does not visit, and evicted before anything else. */
export class EventBuffer implements Spender {
  readonly kind = 'bodies'
  readonly #epoch: string
  readonly #spend: (spender: Spender, bytes: number) => void
  readonly #parts = new Queue<StoredPart>()
  #bytes = 0
  #newest = 0
  /** The events that are not stored yet, and the number of the last one before them. */
  #text = ''
  #stored = 0

  /** @param epoch tells its events from those of other buffers */
  constructor(epoch: string, spend: (spender: Spender, bytes: number) => void) {
    this.#epoch = epoch
    this.#spend = spend
  }

  get bytes(): number {
    return this.#bytes
  }

  get oldest(): number {
    return this.#parts.first?.at ?? Number.POSITIVE_INFINITY
  }

  /** The sequence number of the newest event. */
  get newest(): number {
    return this.#newest
  }

  /** @param data one JSON object. @param at in milliseconds on the monotonic clock */
  add(type: string, data: string, at: number): void {
    this.#text += `id: ${this.idOf(++this.#newest)}\nevent: ${type}\ndata: ${data}\n\n`
    if (this.#text.length >= PART) this.store(at)
  }

  /** Stores the events that were added since the last call. @param at in milliseconds on the monotonic clock */
  store(at: number): void {
    if (this.#text === '') return
    const part = { after: this.#stored, last: this.#newest, bytes: Buffer.from(this.#text), at }
    this.#text = ''
    this.#stored = this.#newest
    this.#parts.push(part)
    this.#account(bytesOf(part.bytes))
    while (this.#bytes > MOST_BYTES) this.dropOldest()
  }

  /** The id of an event. */
  idOf(sequence: number): string {
    return `${this.#epoch}-${sequence}`
  }

  /** The sequence number of the event with this id; `undefined` if it is not one of this buffer. */
  sequenceOf(id: string): number | undefined {
    const sequence = Number(id.slice(this.#epoch.length + 1))
    const isKnown = Number.isSafeInteger(sequence) && sequence >= 0 && sequence <= this.#newest
    return isKnown && this.idOf(sequence) === id ? sequence : undefined
  }

  /** The next stored events after this one; `undefined` if there are none, or if the next one was evicted. */
  after(sequence: number): Pick<Part, 'last' | 'bytes'> | undefined {
    // Nearly always the last one.
    for (let i = this.#parts.size - 1; i >= 0; i--) {
      const part = this.#parts.at(i)
      if (part === undefined || part.last <= sequence) return undefined
      if (part.after > sequence) continue
      const start = part.after === sequence ? 0 : part.bytes.indexOf(`\n\nid: ${this.idOf(sequence + 1)}\n`) + 2
      return { last: part.last, bytes: part.bytes.subarray(start) }
    }
    return undefined
  }

  /** Whether no event after this one was evicted. */
  hasAllAfter(sequence: number): boolean {
    return sequence >= (this.#parts.first?.after ?? this.#stored)
  }

  dropOldest(): number {
    const oldest = this.#parts.shift()
    if (oldest === undefined) return 0
    this.#account(-bytesOf(oldest.bytes))
    return 1
  }

  /** Gives back its memory. */
  clear(): void {
    while (this.dropOldest() > 0);
  }

  #account(bytes: number): void {
    this.#bytes += bytes
    this.#spend(this, bytes)
  }
}
