import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'

/** The ids of the rules that an exchange keeps. */
export type Kept = readonly string[]

interface Verdict {
  readonly kept: Kept
  readonly status: number
  readonly body: unknown
  /** What was known when it was evaluated. */
  readonly knowledge: number
}

const MOST = 500
/** In characters. */
const LONGEST_KEY = 4096

/**
 * Remembers which rules a read keeps, while nothing new is learned: clients send the same reads repeatedly, and an evaluation takes as long
 * as ten reads.
 */
export class Verdicts {
  readonly #known = new Map<string, Verdict>()
  #knowledge = 0

  /** @returns the rules that the same read, with the same response, has kept; `undefined` if it must be evaluated */
  find(entry: JournalEntry): Kept | undefined {
    const known = isRead(entry) ? this.#known.get(keyOf(entry)) : undefined
    return known?.knowledge === this.#knowledge && isSame(known, entry) ? known.kept : undefined
  }

  /** Remembers a read. After a write, everything has to be evaluated again. */
  add(entry: JournalEntry, kept: Kept): void {
    const key = isRead(entry) ? keyOf(entry) : undefined
    if (key === undefined || this.#known.size >= MOST) {
      this.clear()
      return
    }
    if (key.length > LONGEST_KEY) return
    const known = this.#known.get(key)
    const isNew = known === undefined || !isSame(known, entry)
    const { status = 0, body } = entry.response ?? {}
    this.#known.set(key, { kept, status, body, knowledge: this.#knowledge })
    // It was evaluated before anything was learned from it, and others may keep more rules now, too.
    if (isNew) this.#knowledge++
  }

  clear(): void {
    this.#known.clear()
    this.#knowledge++
  }
}

const isRead = ({ method, body }: JournalEntry): boolean => /^(?:GET|HEAD)$/.test(method) && body.length === 0

const keyOf = ({ method, url, rawHeaders }: JournalEntry): string => `${method} ${url}\n${rawHeaders.join('\n')}`

/** Journals keep equal bodies once, so this rarely compares characters. */
const isSame = ({ status, body }: Verdict, { response }: JournalEntry): boolean =>
  status === response?.status && body === response.body
