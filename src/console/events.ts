import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Api } from './api.ts'
import { ApiError } from './api-error.ts'
import { readEvents } from './event-stream.ts'
import type { RequestRow } from './request-row.ts'
import type { Router } from './router.ts'

/** `resync`: events were lost, so read everything again. It also follows the first connection, for changes since the page loaded. */
export type EventType =
  | 'request'
  | 'response'
  | 'change'
  | 'reset'
  | 'stubs'
  | 'journal'
  | 'sandboxes'
  | 'fixtures'
  | 'dropped'
  | 'resync'
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'not live'

export type LiveEvent =
  | { readonly type: 'request' | 'response'; readonly data: RequestRow }
  /** What happened is read from the server. */
  | { readonly type: Exclude<EventType, 'request' | 'response'> }

/** What happens in the present sandbox. */
export interface Events {
  readonly connection: ReadonlySignal<Connection>
  /** @returns a function that ends the subscription */
  on(types: readonly EventType[], handler: (event: LiveEvent) => void): () => void
}

const FIRST_PAUSE = 500
const LONGEST_PAUSE = 10_000
/** The server sends something every 15 seconds. */
const SILENCE = 40_000

/** Reads the events of the sandbox, and connects again whenever the connection is lost. */
export function createEvents(apiOf: (sandbox: string) => Api, router: Router): Events {
  const connection = signal<Connection>('connecting')
  const handlers = new Set<{ types: readonly EventType[]; handler: (event: LiveEvent) => void }>()
  const publish = (event: LiveEvent): void => {
    for (const { types, handler } of handlers) if (types.includes(event.type)) handler(event)
  }
  effect(() => {
    const controller = new AbortController()
    // Reading it makes the effect run again for another sandbox.
    const api = apiOf(router.sandbox.value)
    connection.value = 'connecting'
    follow(api, controller.signal, connection, publish)
    return () => controller.abort()
  })
  return {
    connection,
    on(types, handler) {
      const entry = { types, handler }
      handlers.add(entry)
      return () => handlers.delete(entry)
    }
  }
}

async function follow(
  api: Api,
  stopped: AbortSignal,
  connection: { value: Connection },
  publish: (event: LiveEvent) => void
): Promise<void> {
  let lastId = ''
  let pause = FIRST_PAUSE
  while (!stopped.aborted) {
    const silence = new AbortController()
    let timer = 0
    const waitForLife = () => {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE)
    }
    try {
      waitForLife()
      const headers = lastId === '' ? {} : { 'last-event-id': lastId }
      const { body } = await api.call('events', { headers, signal: AbortSignal.any([stopped, silence.signal]) })
      if (body === null) return
      connection.value = 'live'
      pause = FIRST_PAUSE
      if (lastId === '') publish({ type: 'resync' })
      for await (const event of readEvents(body)) {
        waitForLife()
        if (event === undefined || stopped.aborted) continue
        if (event.id !== '') lastId = event.id
        publish({ type: event.type, data: JSON.parse(event.data) } as LiveEvent)
      }
    } catch (error) {
      // A server without events, or no token: the page works, but shows only what it reads.
      if (error instanceof ApiError && (error.status === 404 || error.status === 401)) {
        connection.value = 'not live'
        return
      }
    } finally {
      clearTimeout(timer)
    }
    if (stopped.aborted) return
    connection.value = 'reconnecting'
    await new Promise((resolve) => setTimeout(resolve, pause))
    pause = Math.min(pause * 2, LONGEST_PAUSE)
  }
}
