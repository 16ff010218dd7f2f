import type { Test } from 'tap'
import type { Target } from './calls.ts'
import type { Json } from './control.ts'

/** An event of a stream. */
export interface StreamedEvent {
  readonly id: string
  readonly type: string
  readonly data: Json
}

const HEARTBEAT = ': '

/** A reader of `GET /__admin/events`. It ends with the test. */
export class EventStream {
  readonly #reader: ReadableStreamDefaultReader<string>
  #text = ''
  /** The id that the stream began with. */
  start = ''

  private constructor(reader: ReadableStreamDefaultReader<string>) {
    this.#reader = reader
  }

  static async open(
    t: Test,
    { url }: Target,
    { path = '/__admin/events', headers = {} }: { path?: string; headers?: Record<string, string> } = {}
  ): Promise<EventStream> {
    const abort = new AbortController()
    t.teardown(() => abort.abort())
    const response = await fetch(url + path, { headers, signal: abort.signal })
    if (response.body === null || !response.ok) throw new Error(`${response.status} ${await response.text()}`)
    const stream = new EventStream(response.body.pipeThrough(new TextDecoderStream()).getReader())
    stream.start = /^retry: 1000\nid: (.*)$/.exec(await stream.#block())?.[1] ?? ''
    return stream
  }

  /** The next event. */
  async next(): Promise<StreamedEvent> {
    const block = await this.#block()
    if (block === HEARTBEAT) return this.next()
    const [, id = '', type = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(block) ?? []
    if (type === '') throw new Error(`expected an event, not ${JSON.stringify(block)}`)
    return { id, type, data: JSON.parse(data) }
  }

  /** The next events. */
  async take(count: number): Promise<StreamedEvent[]> {
    const events: StreamedEvent[] = []
    while (events.length < count) events.push(await this.next())
    return events
  }

  /** Everything up to the end of the stream. */
  async rest(): Promise<string> {
    while (await this.#read());
    return this.#text
  }

  async #block(): Promise<string> {
    for (;;) {
      const end = this.#text.indexOf('\n\n')
      if (end >= 0) {
        const block = this.#text.slice(0, end)
        this.#text = this.#text.slice(end + 2)
        return block
      }
      if (!(await this.#read())) throw new Error(`the stream ended after ${JSON.stringify(this.#text)}`)
    }
  }

  async #read(): Promise<boolean> {
    const { value, done } = await this.#reader.read()
    this.#text += value ?? ''
    return !done
  }
}
