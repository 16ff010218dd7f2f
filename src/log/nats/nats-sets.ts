import type { FixtureName } from '../../fixtures/fixture-set.ts'
import type { SharedSets } from '../../fixtures/shared-sets.ts'
import type { Channel } from './channel.ts'
import type { Objects } from './objects.ts'
import { fixturesDocument } from './objects.ts'

/** A part of a subject cannot be empty, so dots in names are replaced by a character that names do not have. */
const subjectOf = (name: string): string => `sets.${name.replaceAll('.', '%')}`

/** The saved fixture sets: a message for each name, and a document for each content. */
export class NatsSets implements SharedSets {
  readonly #sets: ReadonlyMap<string, FixtureName>
  readonly #objects: Objects
  readonly #channel: Channel

  constructor(sets: ReadonlyMap<string, FixtureName>, objects: Objects, channel: Channel) {
    this.#sets = sets
    this.#objects = objects
    this.#channel = channel
  }

  names(): readonly FixtureName[] {
    return [...this.#sets.values()]
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
