import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { journalOf } from '../journal-store.ts'
import type { CreateResult, NewSandbox } from '../shared-store.ts'
import type { Channel } from './channel.ts'
import type { Directory } from './directory.ts'
import type { NatsJournals } from './journal/nats-journals.ts'
import type { BaseMessage } from './messages.ts'
import type { Objects } from './objects.ts'
import { type Publication, WrongSequence } from './publisher.ts'

/** In seconds: how long the message stays that a sandbox was dropped. */
const TOMBSTONE = 3600
/** How many names of used sandboxes a message has. */
const USES = 5000

/** The subject of a sandbox. */
export const subjectOf = (name: string): string => `changes.${name}`

type Messages = Pick<Channel, 'store' | 'settle'>
type Documents = Pick<Objects, 'removeAll'>
type Journals = Pick<NatsJournals, 'begin' | 'discard' | 'discardAll'>

/** Creates and drops sandboxes that several servers share. */
export class Lifecycle {
  readonly #channel: Messages
  readonly #directory: Directory
  readonly #objects: Documents
  readonly #journals: Journals
  readonly #clock = new ClockAndIds()

  constructor(channel: Messages, directory: Directory, objects: Documents, journals: Journals) {
    this.#channel = channel
    this.#directory = directory
    this.#objects = objects
    this.#journals = journals
  }

  async create(name: string, { fixtures, files }: NewSandbox, limit: number): Promise<CreateResult> {
    const id = this.#clock.requestId()
    const message: BaseMessage = {
      kind: 'base',
      scope: `${name}/${id}`,
      documents: 0,
      revision: 0,
      last: 0,
      created: this.#clock.now().getTime(),
      fixtures: { name: fixtures.name, sha256: fixtures.sha256 },
      files
    }
    const { sandboxes } = this.#directory
    for (let isRetry = false; ; isRetry = true) {
      if (sandboxes.has(name)) return 'exists'
      if (sandboxes.size >= limit) return 'full'
      // Read now: what is stored from here on, such as another creation, must make this one fail.
      const expected = this.#directory.lastSequence(name)
      // Other servers may respond to requests as soon as the sandbox exists.
      const journal = journalOf(name, id, 0)
      await this.#journals.begin(journal)
      if ((await this.#store(name, message, { expected })) !== undefined) break
      // It was stored, and only the acknowledgement was lost.
      if (sandboxes.get(name)?.scope === message.scope) break
      this.#journals.discard(journal)
      // The message that dropped an earlier sandbox with this name has expired.
      if (isRetry) this.#directory.forgetDropped(name)
    }
    if (this.#directory.placeOf(name) <= limit) return 'created'
    await this.drop(name)
    return 'full'
  }

  async drop(name: string): Promise<boolean> {
    while (this.#directory.sandboxes.has(name)) if (await this.#drop(name)) return true
    return false
  }

  async sweep(used: ReadonlyMap<string, Date>, ttl: number): Promise<void> {
    const uses = [...used].map(([name, date]) => [name, date.getTime()])
    for (let start = 0; start < uses.length; start += USES) {
      const body = JSON.stringify({ uses: Object.fromEntries(uses.slice(start, start + USES)) })
      await this.#channel.store(`uses.${this.#clock.requestId()}`, body, { ttl: Math.ceil(ttl / 1000) })
    }
    for (const name of this.#directory.unused(ttl)) await this.#drop(name)
  }

  /** @returns `undefined` if another message is the last of the sandbox, which has arrived then */
  async #store(name: string, message: object, publication: Publication): Promise<number | undefined> {
    try {
      return await this.#channel.store(subjectOf(name), JSON.stringify(message), publication)
    } catch (error) {
      if (!(error instanceof WrongSequence)) throw error
      await this.#channel.settle()
      return undefined
    }
  }

  /** @returns whether the sandbox was dropped; otherwise, somebody has changed it meanwhile */
  async #drop(name: string): Promise<boolean> {
    const known = this.#directory.sandboxes.get(name)
    const expected = this.#directory.lastSequence(name)
    const id = this.#clock.requestId()
    const stored = await this.#store(name, { kind: 'dropped' }, { expected, id, replaces: true, ttl: TOMBSTONE })
    // It may have been stored, and only the acknowledgement was lost.
    if (stored === undefined && !this.#directory.wasDroppedBy(id, name)) return false
    // The sandbox is gone in any case: documents that cannot be removed now stay.
    if (known !== undefined && known.documents > 0) await this.#objects.removeAll(known.scope).catch(() => {})
    if (known !== undefined) this.#journals.discardAll(known.scope.replace('/', '.'))
    return true
  }
}
