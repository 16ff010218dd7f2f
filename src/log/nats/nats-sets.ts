import type { FixtureName } from '../../fixtures/fixture-set.ts'
import type { SharedSets } from '../../fixtures/shared-sets.ts'
import type { Channel } from './channel.ts'
import { readMessage, SetMessage } from './messages.ts'
import { fixturesDocument, type Objects } from './objects.ts'

/** A part of a subject cannot be empty, so dots in names are replaced by a character that names do not have. */
const subjectOf = (name: string): string => `sets.${name.replaceAll('.', '%')}`

/** The saved fixture sets: a message for each name, and a document for each content. */
export class NatsSets implements SharedSets {
  readonly #sets = new Map<string, FixtureName>()
  readonly #objects: Objects
  readonly #channel: Channel

  #changed: (name: string, sha256: string | undefined) => void = () => {}

  constructor(objects: Objects, channel: Channel) {
    this.#objects = objects
    this.#channel = channel
  }

  names(): Iterable<string> {
    return this.#sets.keys()
  }

  follow(changed: (name: string, sha256: string | undefined) => void): void {
    this.#changed = changed
  }

  /** Takes the next message about a set. */
  receive(text: string): void {
    const set = readMessage(SetMessage, text)
    if (set === undefined) return
    if ('sha256' in set) this.#sets.set(set.name, set)
    else this.#sets.delete(set.name)
    this.#changed(set.name, 'sha256' in set ? set.sha256 : undefined)
  }

  find(name: string): FixtureName | undefined {
    return this.#sets.get(name)
  }

  read({ sha256 }: FixtureName): AsyncIterable<Uint8Array> {
    return this.#objects.read(fixturesDocument(sha256))
  }

  async save({ name, sha256 }: FixtureName, text: () => Iterable<string>): Promise<void> {
    await this.#objects.keep(fixturesDocument(sha256), text)
    await this.#channel.store(subjectOf(name), JSON.stringify({ name, sha256 }), { replaces: true })
  }

  async remove(name: string): Promise<void> {
    await this.#channel.store(subjectOf(name), JSON.stringify({ kind: 'dropped', name }), { replaces: true })
  }
}
