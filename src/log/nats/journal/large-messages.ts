import { hash } from 'node:crypto'
import { type JournalMessage, LOST, MessageTooLarge } from '../../journal-store.ts'
import type { Objects } from '../objects.ts'

/** In bytes: what the subject and the headers of a message may take. */
const HEADERS = 1024

/** A message that NATS does not accept because of its size is stored as an object, which the message names by its hash. */
export class LargeMessages {
  readonly #objects: Objects
  readonly #limit: () => number

  /** @param limit the largest message, in bytes */
  constructor(objects: Objects, limit: () => number) {
    this.#objects = objects
    this.#limit = limit
  }

  /** @returns what to publish. @throws MessageTooLarge if there is no room for the object */
  async write(message: JournalMessage): Promise<string> {
    const text = JSON.stringify(message)
    // A character takes up to 3 bytes.
    const room = this.#limit() - HEADERS
    if (text.length * 3 <= room || Buffer.byteLength(text) <= room) return text
    const object = hash('sha256', text)
    try {
      await this.#objects.put(object, () => [text])
    } catch (error) {
      throw new MessageTooLarge((error as Error).message)
    }
    return JSON.stringify({ kind: 'object', object })
  }

  /** @param text what was published. @returns the message, or `LOST` */
  async read(text: string): Promise<JournalMessage> {
    const message = JSON.parse(text) as JournalMessage
    if (message.kind !== 'object') return message
    try {
      const parts: Uint8Array[] = []
      for await (const part of this.#objects.read(String(message['object']))) parts.push(part)
      return JSON.parse(Buffer.concat(parts).toString()) as JournalMessage
    } catch {
      return LOST
    }
  }
}
