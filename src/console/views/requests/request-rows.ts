import { type ReadonlySignal, signal } from '@preact/signals'
import type { RequestRow } from '../../request-row.ts'
import { groupName } from './search-query.ts'

/** As many as a journal keeps by default. */
export const MOST_ROWS = 10_000
/** More would not fit on a page. */
const MOST_GROUPS = 100
/** Old rows are dropped together, because that takes time. */
const DROPPED_TOGETHER = 1000

interface Entry {
  row: RequestRow
  /** Its position among all rows. */
  readonly sequence: number
  isShown: boolean
}

/** The requests of the list, and those of them that match the search. Whatever changes in it, the page shows once per frame. */
export class RequestRows {
  #entries: Entry[] = []
  #shown: Entry[] = []
  #byId = new Map<string, Entry>()
  #matches: (row: RequestRow) => boolean = () => true
  #sequence = 0
  #added = 0
  /** Rows that changed while the journal is being read. */
  #meanwhile: RequestRow[] | undefined
  readonly #version = signal(0)
  #isScheduled = false

  /** Changes at most once per frame, after the rows did. */
  get version(): ReadonlySignal<number> {
    return this.#version
  }

  get total(): number {
    return this.#entries.length
  }

  /** The matching rows, oldest first. Rows are only added to its end, until there is another array. */
  get shown(): readonly { readonly row: RequestRow }[] {
    return this.#shown
  }

  /** How many matching rows were ever added. */
  get added(): number {
    return this.#added
  }

  /** How many requests the newest tests and traces have, by their search terms. */
  groups(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { row } of this.#entries.toReversed()) {
      for (const name of ['test', 'trace'] as const) {
        if (row[name] === undefined) continue
        const term = `${name}:"${groupName(row[name])}"`
        if (counts.has(term) || counts.size < MOST_GROUPS) counts.set(term, (counts.get(term) ?? 0) + 1)
      }
    }
    return counts
  }

  find(id: string): RequestRow | undefined {
    return this.#byId.get(id)?.row
  }

  /** The index in `shown`; -1 if the row is not shown. */
  indexOf(id: string): number {
    const entry = this.#byId.get(id)
    return entry?.isShown ? this.#position(entry.sequence) : -1
  }

  search(matches: (row: RequestRow) => boolean): void {
    this.#matches = matches
    this.#select()
    this.#version.value++
  }

  /** Adds a row, or replaces the one with the same id. */
  put(row: RequestRow): void {
    this.#meanwhile?.push(row)
    const known = this.#byId.get(row.id)
    // The events of a request can only tell more about it.
    if (known !== undefined && row.status === undefined) return
    if (known !== undefined) known.row = row
    const entry = known ?? this.#append(row)
    const isWanted = this.#matches(row)
    if (isWanted !== entry.isShown) this.#show(entry, isWanted)
    if (this.#entries.length > MOST_ROWS + DROPPED_TOGETHER) this.#drop()
    this.#schedule()
  }

  clear(): void {
    this.#replace([])
  }

  /** The journal is being read from now on. */
  startReading(): void {
    this.#meanwhile = []
  }

  /** @param rows what the journal contained, newest first */
  finishReading(rows: readonly RequestRow[]): void {
    const changed = this.#meanwhile ?? []
    this.#meanwhile = undefined
    this.#replace(rows.toReversed())
    for (const row of changed) this.put(row)
  }

  #replace(rows: readonly RequestRow[]): void {
    const newest = this.#shown.at(-1)?.row.id ?? ''
    const added = this.#added
    this.#entries = []
    this.#byId = new Map()
    for (const row of rows) this.#append(row)
    this.#select()
    // Rows that were shown before are not new.
    const position = this.indexOf(newest)
    this.#added = added + (position < 0 ? 0 : this.#shown.length - 1 - position)
    this.#schedule()
  }

  #append(row: RequestRow): Entry {
    const entry = { row, sequence: this.#sequence++, isShown: false }
    this.#entries.push(entry)
    this.#byId.set(row.id, entry)
    return entry
  }

  #select(): void {
    for (const entry of this.#entries) entry.isShown = this.#matches(entry.row)
    this.#shown = this.#entries.filter(({ isShown }) => isShown)
  }

  #show(entry: Entry, isShown: boolean): void {
    entry.isShown = isShown
    const position = this.#position(entry.sequence)
    if (isShown) {
      this.#shown.splice(position, 0, entry)
      this.#added++
    } else {
      this.#shown = this.#shown.toSpliced(position, 1)
    }
  }

  #drop(): void {
    const dropped = this.#entries.slice(0, -MOST_ROWS)
    for (const { row } of dropped) this.#byId.delete(row.id)
    this.#entries = this.#entries.slice(-MOST_ROWS)
    this.#shown = this.#shown.slice(this.#position(this.#entries[0]?.sequence ?? 0))
  }

  /** Where the entry with this sequence is among the shown ones, or would be. */
  #position(sequence: number): number {
    let [low, high] = [0, this.#shown.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#shown[middle] as Entry).sequence < sequence) low = middle + 1
      else high = middle
    }
    return low
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    requestAnimationFrame(() => {
      this.#isScheduled = false
      this.#version.value++
    })
  }
}
