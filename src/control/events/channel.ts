import type { Api } from '../../api/define-api.ts'
import type { Spender } from '../../common/eviction-order.ts'
import { clearTimeout, setTimeout } from '../../common/timers.ts'
import type { HistoryEntry } from '../../sandbox/history.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { SandboxObserver } from '../../sandbox/sandbox-observer.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import type { Redaction } from '../../wiremock/journal/redaction.ts'
import { BusyWindow, MOST_PER_SECOND } from './busy-window.ts'
import { EventBuffer } from './event-buffer.ts'
import type { EventReader } from './event-reader.ts'
import { changeText, requestText, responseText } from './event-texts.ts'

/** Events of this time are written together, in milliseconds: a busy server would otherwise write each one on its own. */
const DELAY = 20
/** The same after more than one event per millisecond: a page that shows them takes processor time, too. */
const BUSY_DELAY = 200
/** If there are more events in this time, a request whose response follows at once gets no event `request`. */
const MANY = 20
/** How long events are collected after the last reader has left, because it may come back, in milliseconds. */
const LINGER = 60_000

export interface ChannelOptions {
  readonly apis: readonly Api[]
  readonly redaction: Redaction
  readonly spend: (spender: Spender, bytes: number) => void
}

/** The events of a sandbox, from its first reader until a minute after its last one. */
export class Channel implements SandboxObserver {
  readonly buffer: EventBuffer
  readonly #sandbox: Sandbox
  readonly #options: ChannelOptions
  readonly #closed: () => void
  readonly #readers = new Set<EventReader>()
  /** Requests of a busy moment: if the response follows at once, its event is enough. */
  readonly #held = new Set<JournalEntry>()
  #published = 0
  readonly #window = new BusyWindow(() => this.#publishLoss())
  #isScheduled = false
  #delay = DELAY
  #linger: ReturnType<typeof setTimeout> | undefined

  /** @param closed called when its events are gone */
  constructor(sandbox: Sandbox, options: ChannelOptions, closed: () => void) {
    this.#sandbox = sandbox
    this.#options = options
    this.#closed = closed
    this.buffer = new EventBuffer(sandbox.clock.requestId().slice(0, 12), options.spend)
    sandbox.observer = this
    sandbox.journal.observer = this
  }

  add(reader: EventReader): void {
    clearTimeout(this.#linger)
    this.#readers.add(reader)
    reader.update()
  }

  delete(reader: EventReader): void {
    this.#readers.delete(reader)
    if (this.#readers.size > 0 || this.#sandbox.observer !== this) return
    clearTimeout(this.#linger)
    this.#linger = setTimeout(() => this.#close(), LINGER).unref()
  }

  arrived(entry: JournalEntry): void {
    if (!this.#hasRoom()) return
    if (this.#published > MANY) this.#held.add(entry)
    else this.publish('request', `${this.#textOf(entry)}}`)
    if (entry.isAborted) this.#answered(entry, false)
  }

  answered(entry: JournalEntry, isWhole: boolean): void {
    // A body that broke off was reported when it arrived, and a draft has no journal.
    const isReported = entry.isAborted && entry.response === undefined
    if (entry.sequence > 0 && !isReported) this.#answered(entry, isWhole)
  }

  #answered(entry: JournalEntry, isWhole: boolean): void {
    this.#held.delete(entry)
    if (!this.#hasRoom()) return
    const elapsed = this.#sandbox.clock.monotonic() - entry.startedAt
    this.publish('response', this.#textOf(entry) + responseText(entry, isWhole, elapsed))
  }

  #hasRoom(): boolean {
    return this.#window.takes(this.#sandbox.clock.monotonic())
  }

  #publishLoss(): void {
    const reason = `more than ${MOST_PER_SECOND} events per second`
    if (this.#sandbox.observer === this) this.publish('resync', JSON.stringify({ reason }))
  }

  #textOf(entry: JournalEntry): string {
    return requestText(this.#sandbox.journal.idOf(entry), entry, this.#options.redaction)
  }

  removed(): void {
    this.publish('journal')
  }

  changed(entry: HistoryEntry): void {
    const { revision, change, before } = entry
    if (change.op !== 'useStub' && this.#hasRoom())
      this.publish('change', changeText(this.#options.apis, this.#options.redaction, entry))
    if (change.op === 'reset') {
      this.publish('reset', JSON.stringify({ revision, fixtures: change.fixtures.name }))
    } else if ('state' in before && this.#hasOtherStubs(before.state)) {
      this.publish('stubs', JSON.stringify({ revision }))
    }
  }

  /** Whether stubs, scenarios or settings differ from those of an earlier state. Uses of stubs do not count. */
  #hasOtherStubs({ stubs, settings }: Sandbox['state']): boolean {
    const { state } = this.#sandbox
    return state.stubs.stubs !== stubs.stubs || state.stubs.scenarios !== stubs.scenarios || state.settings !== settings
  }

  dropped(): void {
    this.#send()
    this.#close()
    for (const reader of this.#readers) reader.end('event: dropped\ndata: {}\n\n: the sandbox was dropped\n\n')
  }

  /** @param data one JSON object */
  publish(type: string, data = '{}'): void {
    this.#published++
    this.buffer.add(type, data, this.#sandbox.clock.monotonic())
    if (this.#isScheduled) return
    this.#isScheduled = true
    setTimeout(() => this.#send(), this.#delay).unref()
  }

  #send(): void {
    this.#isScheduled = false
    if (this.#sandbox.observer !== this) return
    for (const entry of this.#held)
      this.buffer.add('request', `${this.#textOf(entry)}}`, this.#sandbox.clock.monotonic())
    this.#held.clear()
    this.#delay = this.#published > this.#delay ? BUSY_DELAY : DELAY
    this.#published = 0
    this.buffer.store(this.#sandbox.clock.monotonic())
    // A reader that is too slow catches up, or learns that it cannot, when its connection accepts data again.
    for (const reader of this.#readers) reader.update()
  }

  #close(): void {
    clearTimeout(this.#linger)
    this.#sandbox.observer = undefined
    this.#sandbox.journal.observer = undefined
    this.buffer.clear()
    this.#closed()
  }
}
