import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyPluginAsync } from 'fastify'
import { MAX_DELAY } from '../../common/pauses.ts'
import { clearInterval, setInterval } from '../../common/timers.ts'
import { contain } from '../../http/contain.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { TooManyReaders } from '../errors.ts'
import type { ControlOptions } from '../options.ts'
import { Channel } from './channel.ts'
import { EventReader } from './event-reader.ts'

/** The maximum number of streams of a server. */
const MOST_READERS = 100
/** What a reader may take in memory besides the shared events, in bytes: what its connection has not sent yet. */
const READER_BYTES = 128 * 1024
/** Proxies close connections on which nothing happens, in milliseconds. */
const HEARTBEAT = 15_000

/** The events of a sandbox while they happen, as Server-Sent Events. */
export const events: FastifyPluginAsync<ControlOptions> = async (app, { apis, library, sandboxes, redaction }) => {
  const channels = new Map<Sandbox, Channel>()
  let readers = 0
  const publish = (type: string, data?: object): void => {
    for (const channel of channels.values()) channel.publish(type, data)
  }
  sandboxes.onChange = () => publish('sandboxes')
  library.onChange = () => publish('fixtures')
  // What a page shows has failed to load meanwhile, or fails from now on.
  sandboxes.onAvailability = () => publish('resync', { reason: 'the store has become available or unavailable' })
  const options = { apis, redaction, spend: sandboxes.spend.bind(sandboxes) }
  const channelOf = (sandbox: Sandbox): Channel => {
    const known = channels.get(sandbox)
    if (known !== undefined) return known
    const channel = new Channel(sandbox, options, () => channels.delete(sandbox))
    channels.set(sandbox, channel)
    return channel
  }

  app.get('/events', { schema: { operationId: 'read_events' } }, async (request, reply) => {
    // Like a call that waits for requests, it creates the sandbox, so that they arrive there.
    const sandbox = await request.openSandbox()
    const release = await sandbox.shared?.projection.hold()
    if (readers >= MOST_READERS || reply.raw.destroyed) release?.()
    if (readers >= MOST_READERS) throw new TooManyReaders(MOST_READERS)
    request.room.resize(READER_BYTES)
    if (reply.raw.destroyed) return reply.hijack()
    reply.hijack()
    contain(reply, () => {
      const { raw } = reply
      const headers = reply.getHeaders() as OutgoingHttpHeaders
      const { 'last-event-id': lastId } = request.headers
      const channel = channelOf(sandbox)
      const reader = new EventReader(raw, headers, channel.buffer, lastId?.toString())
      const heart = setInterval(() => reader.beat(), HEARTBEAT).unref()
      const pause = sandbox.pauses.start(MAX_DELAY)
      readers++
      raw.once('close', () => {
        readers--
        release?.()
        clearInterval(heart)
        pause.end()
        channel.delete(reader)
      })
      channel.add(reader)
      pause.over.then(() => reader.end(': the server was stopped\n\n'))
    })
    return reply
  })
}
