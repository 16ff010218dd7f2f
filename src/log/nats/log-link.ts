import type { FixtureSet } from '../../fixtures/fixture-set.ts'
import type { StubDocuments } from '../change-log.ts'
import type { Publication } from './publisher.ts'

/** What the log of a sandbox uses of the store. */
export interface LogLink {
  /** Publishes to the subject of the sandbox. @throws WrongSequence, ChangeNotStored, ChangeNotConfirmed */
  publish(body: string, publication: Publication): Promise<number>
  /** Waits until everything that was stored before a change was rejected has arrived. @throws ChangeNotConfirmed */
  settle(): Promise<void>
  /** Removes the messages of the sandbox before a sequence. */
  purge(sequence: number): Promise<void>
  /** In bytes: the largest message. */
  readonly maxBytes: () => number
  put(document: string, text: () => Iterable<string>): Promise<void>
  read(document: string): AsyncIterable<Uint8Array>
  remove(documents: readonly string[]): Promise<void>
  /** @param document its name, if only this sandbox needs it */
  keepFixtures(set: FixtureSet, document?: string): Promise<void>
  keepStubs(files: StubDocuments): Promise<void>
  /** A random id. */
  uuid(): string
}
