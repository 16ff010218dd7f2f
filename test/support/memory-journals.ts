import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type FollowedJournal,
  type JournalMessage,
  type JournalStore,
  MessageTooLarge,
  START
} from '../../src/log/journal-store.ts'

interface Stored {
  readonly position: number
  readonly message: string
}

/** Journals in the memory of a test. Servers that use the same one are replicas. What is stored arrives some turns later. */
export class MemoryJournals implements JournalStore {
  readonly #journals = new Map<string, Stored[]>()
  readonly #ids = new Set<string>()
  readonly #limit: number
  #position = 0
  /** Why nothing can be stored or read. */
  failure: Error | undefined
  /** The largest message, in characters. */
  maxBytes = Number.POSITIVE_INFINITY
  /** Called before a message is stored. */
  beforeAppend: (message: JournalMessage) => Promise<void> | void = () => {}

  /** @param limit the maximum number of messages of a journal */
  constructor(limit = Number.POSITIVE_INFINITY) {
    this.#limit = limit
  }

  async begin(journal: string): Promise<void> {
    await this.#pass()
    if (this.#of(journal).length === 0) this.#add(journal, START)
  }

  async append(journal: string, message: JournalMessage, id: string): Promise<void> {
    await this.beforeAppend(message)
    if (JSON.stringify(message).length > this.maxBytes) throw new MessageTooLarge('too large')
    await this.#pass()
    if (this.#ids.has(id)) return
    this.#ids.add(id)
    this.#add(journal, message)
  }

  async amend(journal: string, message: JournalMessage, id: string): Promise<void> {
    await this.append(journal, message, id)
  }

  async clear(journal: string): Promise<void> {
    await this.#pass()
    this.#of(journal).length = 0
    this.#add(journal, START)
  }

  follow(journal: string, read: (message: JournalMessage) => Promise<void> | void): FollowedJournal {
    let isStopped = false
    let last = 0
    let running: Promise<void> = Promise.resolve()
    const readAll = async (): Promise<void> => {
      for (const { position, message } of [...this.#of(journal)]) {
        if (isStopped || position <= last) continue
        last = position
        await read(JSON.parse(message))
      }
    }
    const poll = async (): Promise<void> => {
      while (!isStopped) {
        running = running.then(readAll)
        await running
        await new Promise((resolve) => setTimeout(resolve, 2).unref())
      }
    }
    poll()
    return {
      catchUp: async () => {
        await this.#pass()
        running = running.then(readAll)
        await running
        return this.#of(journal)[0]?.message === JSON.stringify(START)
      },
      stop() {
        isStopped = true
      }
    }
  }

  async sizes(): Promise<ReadonlyMap<string, number>> {
    await this.#pass()
    const isRequest = ({ message }: Stored) => message.startsWith('{"kind":"request"')
    return new Map([...this.#journals].map(([name, stored]) => [name, stored.filter(isRequest).length]))
  }

  discard(journal: string): void {
    this.#journals.delete(journal)
  }

  async #pass(): Promise<void> {
    await nextTurn()
    if (this.failure !== undefined) throw this.failure
  }

  #of(journal: string): Stored[] {
    const known = this.#journals.get(journal) ?? []
    this.#journals.set(journal, known)
    return known
  }

  #add(journal: string, message: JournalMessage): void {
    const stored = this.#of(journal)
    stored.push({ position: ++this.#position, message: JSON.stringify(message) })
    while (stored.length > this.#limit) stored.shift()
  }
}
