import { ClockAndIds } from '../../common/clock-and-ids.ts'
import type { PlacedMessage, SandboxMessage } from './messages.ts'

/** What is known of a sandbox without reading it. */
export interface KnownSandbox {
  /** The sequence of its last message. */
  readonly sequence: number
  readonly scope: string
  /** How many documents belong to it, at least. */
  readonly documents: number
  /** When it was last used, as far as is known, in milliseconds on the monotonic clock of this server. */
  readonly usedAt: number
  /** The same by the wall clock of the server that used it. */
  readonly usedElsewhere: Date | undefined
  /** How many sandboxes there were when it was created, with it. */
  readonly place: number
}

/** The sandboxes that the messages so far tell of. */
export class Directory {
  readonly sandboxes = new Map<string, KnownSandbox>()
  /** The messages that dropped sandboxes. */
  readonly #dropped = new Map<string, Pick<PlacedMessage, 'sequence' | 'id'>>()
  readonly #clock = new ClockAndIds()

  /** The sequence that the last message of a new sandbox must have. */
  lastSequence(name: string): number {
    return this.sandboxes.get(name)?.sequence ?? this.#dropped.get(name)?.sequence ?? 0
  }

  /** How many sandboxes there were when this one was created, with it. */
  placeOf(name: string): number {
    return this.sandboxes.get(name)?.place ?? 0
  }

  /** Whether the last message that dropped a sandbox with this name is the one with this id. */
  wasDroppedBy(id: string, name: string): boolean {
    return this.#dropped.get(name)?.id === id
  }

  /** The message that dropped a sandbox has expired. */
  forgetDropped(name: string): void {
    this.#dropped.delete(name)
  }

  /**
   * Forgets sandboxes of which nothing is stored any more: the message that dropped them has expired before it arrived here.
   *
   * @param isStored whether there are messages of a sandbox
   * @param last the sequence of the last message at that time
   * @returns their names
   */
  forgetLost(isStored: (name: string) => boolean, last: number): string[] {
    const lost = [...this.sandboxes].flatMap(([name, { sequence }]) =>
      // A node that lags behind does not know newer messages.
      sequence <= last && !isStored(name) ? [name] : []
    )
    for (const name of lost) this.sandboxes.delete(name)
    return lost
  }

  /**
   * Takes the next message of a sandbox.
   *
   * @param message `undefined` for one that this version cannot read
   * @returns whether it created or dropped a sandbox
   */
  take(name: string, { sequence, id }: Omit<PlacedMessage, 'message'>, message: SandboxMessage | undefined): boolean {
    if (message?.kind === 'dropped') {
      this.#dropped.set(name, { sequence, id })
      return this.sandboxes.delete(name)
    }
    const present = this.sandboxes.get(name)
    const { scope = '', documents = 0 } = message ?? present ?? {}
    const known = present?.scope === scope ? present : undefined
    // The message that dropped an earlier one is not stored any more.
    if (known === undefined) this.sandboxes.delete(name)
    this.sandboxes.set(name, {
      sequence,
      scope,
      documents,
      usedAt: this.#clock.monotonic(),
      usedElsewhere: known?.usedElsewhere,
      place: known?.place ?? this.sandboxes.size + 1
    })
    return known === undefined
  }

  /** @param date in milliseconds since 1970 */
  use(name: string, date: number): void {
    const known = this.sandboxes.get(name)
    if (known === undefined) return
    const usedElsewhere = new Date(Math.max(date, known.usedElsewhere?.getTime() ?? 0))
    this.sandboxes.set(name, { ...known, usedAt: this.#clock.monotonic(), usedElsewhere })
  }

  /** The sandboxes that nobody has used for some milliseconds. */
  unused(milliseconds: number): string[] {
    const before = this.#clock.monotonic() - milliseconds
    return [...this.sandboxes].flatMap(([name, { usedAt }]) => (usedAt < before ? [name] : []))
  }
}
