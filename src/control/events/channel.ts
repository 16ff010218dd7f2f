import type { Api } from '../../api/define-api.ts'
import type { Spender } from '../../common/eviction-order.ts'
import { clearTimeout, setTimeout } from '../../common/timers.ts'
import type { HistoryEntry } from '../../sandbox/history.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { SandboxObserver } from '../../sandbox/sandbox-observer.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import type { Redaction } from '../../wiremock/journal/redaction.ts'
import { shownChange } from '../history-entry.ts'
import { type Ending, requestSummary } from '../request-summary.ts'
import { BusyWindow, MOST_PER_SECOND } from './busy-window.ts'
import { EventBuffer } from './event-buffer.ts'
import type { EventReader } from './event-reader.ts'

/** Events of this time are written together, in milliseconds. */
const DELAY = 20
/** The same after more events per millisecond than `BUSY`: each writing takes processor time, also that of the pages that show them. */
const BUSY_DELAY = 200
const BUSY = 0.25
/** If there are more events together, a request whose response follows at once gets no event `request`. */
const MANY = 20
/** How long events are collected after the last reader has left, because it may come back, in milliseconds. */
const LINGER = 60_000

export interface ChannelOptions {
  readonly apis: readonly Api[]
  readonly redaction: Redaction
  readonly spend: (spender: Spender, bytes: number) => void
}

interface PendingEvent {
  readonly type: string
  /** Becomes JSON. */
  readonly data: () => object
  /** The request that arrived or got a response. */
  readonly entry: JournalEntry | undefined
}

/** The events of a sandbox, from its first reader until a minute after its last one. */
export class Channel implements SandboxObserver {
  readonly buffer: EventBuffer
  readonly #sandbox: Sandbox
  readonly #options: ChannelOptions
  readonly #closed: () => void
  readonly #readers = new Set<EventReader>()
  /** The events since the last writing: their texts are made together, which is faster. */
  #events: PendingEvent[] = []
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
    this.#add('request', () => this.#summaryOf(entry), entry)
    if (entry.isAborted) this.#answered(entry, false)
  }

  answered(entry: JournalEntry, isWhole: boolean): void {
    // A body that broke off was reported when it arrived, and a draft has no journal.
    const isReported = entry.isAborted && entry.response === undefined
    if (entry.sequence > 0 && !isReported) this.#answered(entry, isWhole)
  }

  #answered(entry: JournalEntry, isWhole: boolean): void {
    if (!this.#hasRoom()) return
    const { response, totalTime, startedAt } = entry
    const status = isWhole && response !== undefined ? response.status : null
    const elapsed = response === undefined ? Math.round(this.#sandbox.clock.monotonic() - startedAt) : totalTime
    this.#add('response', () => this.#summaryOf(entry, { status, elapsed }), entry)
  }

  #summaryOf(entry: JournalEntry, ending?: Ending): object {
    return requestSummary(this.#sandbox.journal.idOf(entry), entry, this.#options.redaction, ending)
  }

  #hasRoom(): boolean {
    return this.#window.takes(this.#sandbox.clock.monotonic())
  }

  #publishLoss(): void {
    const reason = `more than ${MOST_PER_SECOND} events per second`
    if (this.#sandbox.observer === this) this.publish('resync', { reason })
  }

  removed(): void {
    this.publish('journal')
  }

  changed(entry: HistoryEntry): void {
    const { revision, change, before } = entry
    if (change.op !== 'useStub' && this.#hasRoom())
      this.#add('change', () => shownChange(this.#options.apis, this.#options.redaction, entry, false))
    if (change.op === 'reset') {
      this.publish('reset', { revision, fixtures: change.fixtures.name })
    } else if ('state' in before && this.#hasOtherStubs(before.state)) {
      this.publish('stubs', { revision })
    }
  }

  /** Whether stubs, scenarios or settings differ from those of an earlier state. Uses of stubs do not count. */
  #hasOtherStubs({ stubs, settings }: Sandbox['state']): boolean {
    const { state } = this.#sandbox
    return state.stubs.stubs !== stubs.stubs || state.stubs.scenarios !== stubs.scenarios || state.settings !== settings
  }

  ended(isDropped: boolean): void {
    this.#send()
    this.#close()
    // Otherwise they connect again, and get `resync`.
    const last = isDropped ? 'event: dropped\ndata: {}\n\n: the sandbox was dropped\n\n' : ''
    for (const reader of this.#readers) reader.end(last)
  }

  /** @param data becomes JSON */
  publish(type: string, data: object = {}): void {
    this.#add(type, () => data)
  }

  #add(type: string, data: () => object, entry?: JournalEntry): void {
    this.#events.push({ type, data, entry })
    if (this.#isScheduled) return
    this.#isScheduled = true
    setTimeout(() => this.#send(), this.#delay).unref()
  }

  #send(): void {
    this.#isScheduled = false
    if (this.#sandbox.observer !== this) return
    const now = this.#sandbox.clock.monotonic()
    const events = this.#events
    this.#events = []
    this.#delay = events.length > BUSY * this.#delay ? BUSY_DELAY : DELAY
    for (const { type, data } of events.length > MANY ? withoutArrivals(events) : events)
      this.buffer.add(type, JSON.stringify(data()), now)
    this.buffer.store(now)
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

/** Leaves out requests whose responses are among the events. */
function withoutArrivals(events: readonly PendingEvent[]): PendingEvent[] {
  const answered = new Set(events.filter(({ type }) => type === 'response').map(({ entry }) => entry))
  return events.filter(({ type, entry }) => type !== 'request' || !answered.has(entry))
}
