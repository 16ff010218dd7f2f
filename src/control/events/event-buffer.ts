import { textBytes } from '../../common/bytes.ts'
import type { Spender } from '../../common/eviction-order.ts'
import { Queue } from '../../common/queue.ts'

/** In bytes: what the newest events may take. */
const MOST_BYTES = 1024 * 1024
/** In bytes: what an event takes besides its text. */
const EVENT_BYTES = 100
/** In characters: the events of one write. */
const PART = 32 * 1024

interface BufferedEvent {
  /** In milliseconds on the monotonic clock. */
  readonly at: number
  readonly text: string
}

/** Events of a stream, one after the other. */
export interface Part {
  readonly bytes: Buffer
  /** The sequence number of the last one. */
  readonly last: number
}

/** The newest events of a sandbox, as readers get them. They are evicted before anything else in memory. */
export class EventBuffer implements Spender {
  readonly kind = 'bodies'
  readonly #epoch: string
  readonly #spend: (spender: Spender, bytes: number) => void
  readonly #events = new Queue<BufferedEvent>()
  #newest = 0
  #bytes = 0
  /** What the memory budget counts. */
  #spent = 0
  /** The part that a reader got last: others need the same one. */
  #part: (Part & { readonly after: number }) | undefined

  /** @param epoch tells its events from those of other buffers */
  constructor(epoch: string, spend: (spender: Spender, bytes: number) => void) {
    this.#epoch = epoch
    this.#spend = spend
  }

  get bytes(): number {
    return this.#spent
  }

  get oldest(): number {
    return this.#events.first?.at ?? Number.POSITIVE_INFINITY
  }

  /** The sequence number of the newest event. */
  get newest(): number {
    return this.#newest
  }

  /** @param at in milliseconds on the monotonic clock. @param data one JSON object */
  add(type: string, data: string, at: number): void {
    const text = `id: ${this.idOf(++this.#newest)}\nevent: ${type}\ndata: ${data}\n\n`
    this.#events.push({ at, text })
    this.#bytes += sizeOf(text)
    while (this.#bytes > MOST_BYTES) this.#shift()
  }

  /** Tells the memory budget what its events take. */
  account(): void {
    const growth = this.#bytes - this.#spent
    this.#spent = this.#bytes
    this.#spend(this, growth)
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

  /** Some of the events after this one; `undefined` if there are none. The next event must still be there. */
  after(sequence: number): Part | undefined {
    if (sequence >= this.#newest) return undefined
    if (this.#part?.after === sequence) return this.#part
    let text = ''
    let last = sequence
    const before = this.#newest - this.#events.size
    while (last < this.#newest && text.length < PART) text += this.#events.at(last++ - before)?.text
    this.#part = { after: sequence, last, bytes: Buffer.from(text) }
    return this.#part
  }

  /** Whether no event after this one was evicted. */
  hasAllAfter(sequence: number): boolean {
    return this.#newest - sequence <= this.#events.size
  }

  dropOldest(): number {
    const dropped = this.#shift()
    this.account()
    return dropped
  }

  /** Gives back its memory. */
  clear(): void {
    while (this.#shift() > 0);
    this.#part = undefined
    this.account()
  }

  #shift(): number {
    const oldest = this.#events.shift()
    if (oldest === undefined) return 0
    this.#bytes -= sizeOf(oldest.text)
    return 1
  }
}

const sizeOf = (text: string): number => EVENT_BYTES + textBytes(text)
