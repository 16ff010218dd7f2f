import { type ObjectStore, type ObjectStoreOptions, Objm } from '@nats-io/obj'
import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { ChangeNotStored } from '../../common/files/not-stored.ts'
import { sleep } from '../../common/timers.ts'
import { StoreUnavailable } from '../store-unavailable.ts'
import type { StoreConnection } from './connect.ts'
import { replicasOf } from './stream.ts'

/** In milliseconds: how long a document that was just stored may be missing on the node that is asked. */
const PATIENCE = 4000
const PAUSE = 100
/** In characters: parts are joined up to this size. */
const CHUNK = 128 * 1024

/** Documents of any size, by name. They never change. */
export class Objects {
  readonly #store: ObjectStore
  readonly #clock = new ClockAndIds()
  /** Documents that this server has seen in the store, and that are never removed. */
  readonly #permanent = new Set<string>()

  private constructor(store: ObjectStore) {
    this.#store = store
  }

  /** @param settings limits of the bucket */
  static async open(
    { nats, client }: StoreConnection,
    bucket: string,
    settings: Partial<ObjectStoreOptions> = {}
  ): Promise<Objects> {
    return new Objects(await new Objm(client).create(bucket, { replicas: replicasOf({ nats }), ...settings }))
  }

  /** Whether there is a document with this name. @throws the error of NATS */
  async has(name: string): Promise<boolean> {
    return (await this.#store.info(name)) !== null
  }

  /** Stores a document that is named by its content, unless it is there. @throws ChangeNotStored */
  async keep(name: string, text: () => Iterable<string>): Promise<void> {
    if (this.#permanent.has(name)) return
    if ((await this.#patiently(() => this.#store.info(name)).catch(unavailable)) === null) await this.put(name, text)
    this.#permanent.add(name)
  }

  /** @throws ChangeNotStored */
  async put(name: string, text: () => Iterable<string>): Promise<void> {
    await this.#patiently(() => this.#store.put({ name }, streamOf(text()), { timeout: PATIENCE })).catch(notStored)
  }

  /** Repeats a task for some time: the store may be electing a leader. */
  async #patiently<T>(task: () => Promise<T>): Promise<T> {
    const deadline = this.#clock.monotonic() + PATIENCE
    for (;;) {
      try {
        return await task()
      } catch (error) {
        if (this.#clock.monotonic() > deadline) throw error
        await sleep(PAUSE)
      }
    }
  }

  /** @throws StoreUnavailable */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const deadline = this.#clock.monotonic() + PATIENCE
    for (;;) {
      const found = await this.#patiently(() => this.#store.get(name)).catch(unavailable)
      if (found !== null) {
        const { data, error } = found
        for await (const part of data) yield part
        const problem = await error
        if (problem instanceof Error) throw new StoreUnavailable(problem.message)
        return
      }
      if (this.#clock.monotonic() > deadline) throw new StoreUnavailable(`NATS has no object '${name}'`)
      await sleep(PAUSE)
    }
  }

  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) await this.#store.delete(name)
  }

  async removeAll(prefix: string): Promise<void> {
    const all = await this.#store.list()
    await this.remove(all.flatMap(({ name, deleted }) => (name.startsWith(prefix) && !deleted ? [name] : [])))
  }
}

/** A text as the store reads it, in large parts. */
function streamOf(text: Iterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const parts = text[Symbol.iterator]()
  return new ReadableStream({
    pull(controller) {
      let chunk = ''
      while (chunk.length < CHUNK) {
        const { done, value } = parts.next()
        if (done) break
        chunk += value
      }
      if (chunk !== '') controller.enqueue(encoder.encode(chunk))
      else controller.close()
    }
  })
}

const unavailable = ({ message }: Error): never => {
  throw new StoreUnavailable(message)
}

const notStored = ({ message }: Error): never => {
  throw new ChangeNotStored(`NATS: ${message}`)
}

/** The name of the document with a fixture set. */
export const fixturesDocument = (sha256: string): string => `fixtures/${sha256}`
/** The name of the document with the stubs of files. */
export const stubsDocument = (sha256: string): string => `stubs/${sha256}`
