import { createError } from '@fastify/error'
import { EvictionOrder, type Spender } from './eviction-order.ts'
import { Reservation } from './reservation.ts'
import { SharedMemory } from './shared-memory.ts'
import { sizeText } from './size-text.ts'

export const MemoryLimitReached = createError<[string]>(
  'MOCK_MEMORY_LIMIT',
  'the state uses the entire memory limit of %s: drop sandboxes, delete stubs or records, reset, or start with a higher --max-memory',
  503
)
export const RequestsTakeTooMuch = createError<[string]>(
  'MOCK_MEMORY_IN_USE',
  'not enough memory for this request: it needs more than the memory limit of %s leaves for requests in progress. ' +
    'Send smaller or fewer concurrent bodies, free memory (drop sandboxes, delete stubs or records, reset), or start with a higher ' +
    '--max-memory, which may require a larger heap (NODE_OPTIONS=--max-old-space-size=…)',
  503
)

const KINDS = ['requests', 'bodies', 'coverage', 'history', 'journals', 'stubs', 'records'] as const
type Kind = (typeof KINDS)[number]

/** The memory use of a server by kind, in bytes, and how many entries were evicted since it started. */
export interface MemoryReport extends Readonly<Record<Kind, number>> {
  readonly limit: number
  readonly used: number
  readonly evicted: Readonly<Record<Spender['kind'], number>>
}

const MEBIBYTE = 1024 * 1024
/** The minimum for requests in progress if the limit is small, in bytes. */
const SMALLEST_SHARE = 16 * MEBIBYTE

/**
 * Limits the memory of all data that grows: rendered bodies, coverage, histories, journals, stubs and records. All sizes are estimates, in bytes.
 *
 * If the limit is exceeded, entries are evicted in this order: rendered bodies, then what the coverage keeps, histories, and journal entries, the oldest
 * of each kind first. State is never evicted: changes that do not fit are rejected.
 *
 * Requests in progress may exceed the limit by 40 %. By default, the limit is half of the heap.
 */
export class MemoryBudget {
  readonly #limit: number
  readonly #logLimit: number
  /** The limit for everything, including the requests in progress. */
  readonly #ceiling: number
  readonly #used: Record<Kind, number> = {
    requests: 0,
    bodies: 0,
    coverage: 0,
    history: 0,
    journals: 0,
    stubs: 0,
    records: 0
  }
  #total = 0
  /** The part of the total that is state and cannot be evicted. */
  #state = 0
  readonly #orders = {
    bodies: new EvictionOrder(),
    coverage: new EvictionOrder(),
    history: new EvictionOrder(),
    journals: new EvictionOrder()
  }
  readonly #evicted = { bodies: 0, coverage: 0, history: 0, journals: 0 }
  /** Compiled stubs. */
  readonly stubs = this.#shared<object>('stubs')
  /** The states of fixture sets. */
  readonly fixtures = this.#shared<object>('records')
  /** Response bodies that several journal entries share. */
  readonly texts = this.#shared<string>('journals')

  /**
   * @param limit in bytes
   * @param logLimit the limit of coverage, histories and journals together, in bytes
   */
  constructor(limit = Number.POSITIVE_INFINITY, logLimit = limit) {
    this.#limit = limit
    this.#logLimit = logLimit
    this.#ceiling = limit + Math.max(SMALLEST_SHARE, 0.4 * limit)
  }

  /** A reservation for a request in progress, initially of 0 bytes. */
  reserve(): Reservation {
    return new Reservation((bytes) => {
      if (bytes > 0) this.#requireCeiling(bytes)
      this.#add('requests', bytes)
      if (bytes > 0) this.enforce()
    })
  }

  /** Accounts for memory that a spender has taken, or given back if negative. */
  spend(spender: Spender, bytes: number): void {
    this.#add(spender.kind, bytes)
    this.#orders[spender.kind].update(spender)
  }

  /** Accounts for memory that state has taken, or given back if negative. */
  spendOnState(kind: 'stubs' | 'records', bytes: number): void {
    this.#add(kind, bytes)
    this.#state += bytes
  }

  /** Evicts entries until the rest fits. */
  enforce(): void {
    while (this.#total > this.#ceiling || this.#kept > this.#limit) {
      if (!this.#evict('bodies') && !this.#evictLogs()) break
    }
    while (this.#kept - this.#state - this.#used.bodies > this.#logLimit) {
      if (!this.#evictLogs()) break
    }
  }

  /**
   * @param reserved the memory that the request which makes the state grow has already reserved
   * @throws MemoryLimitReached, RequestsTakeTooMuch if the state cannot grow by so many bytes
   */
  requireRoom(bytes: number, reserved?: Reservation): void {
    if (bytes <= 0) return
    if (this.#state + bytes > this.#limit) throw new MemoryLimitReached(this.#limitText)
    this.#requireCeiling(bytes - (reserved?.bytes ?? 0))
  }

  #requireCeiling(bytes: number): void {
    if (this.#state + this.#used.requests + bytes > this.#ceiling) throw new RequestsTakeTooMuch(this.#limitText)
  }

  get #limitText(): string {
    return sizeText(this.#limit)
  }

  /** Everything except requests in progress. */
  get #kept(): number {
    return this.#total - this.#used.requests
  }

  /** Whether the state alone exceeds the limit. This is possible only for the state that the server started with. */
  get isExceeded(): boolean {
    return this.#state > this.#limit
  }

  report(): MemoryReport {
    return { limit: this.#limit, used: this.#total, ...this.#used, evicted: { ...this.#evicted } }
  }

  /** Counts entries that a spender evicted because of another limit. */
  countEvicted(kind: Spender['kind'], entries: number): void {
    this.#evicted[kind] += entries
  }

  #evictLogs(): boolean {
    return this.#evict('coverage') || this.#evict('history') || this.#evict('journals')
  }

  #evict(kind: Spender['kind']): boolean {
    const evicted = this.#orders[kind].dropOldest()
    this.countEvicted(kind, evicted)
    return evicted > 0
  }

  #add(kind: Kind, bytes: number): void {
    this.#used[kind] += bytes
    this.#total += bytes
  }

  #shared<K>(kind: Kind): SharedMemory<K> {
    return new SharedMemory((bytes, ofState) => {
      this.#add(kind, bytes)
      this.#state += ofState
    })
  }
}
