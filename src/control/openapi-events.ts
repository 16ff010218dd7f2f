import { Type } from '@sinclair/typebox'
import { example, type Operation } from '../api/operation.ts'
import { TooManyReaders } from './errors.ts'
import { failure, guarded } from './openapi-responses.ts'

const EXAMPLE = [
  'retry: 1000',
  'id: 3b79a7779da5-0',
  '',
  'id: 3b79a7779da5-1',
  'event: reset',
  'data: {"revision":4,"fixtures":"default"}',
  '',
  ''
].join('\n')

const header = (description: string, value: string) => ({
  description,
  required: true,
  schema: Type.String({ enum: [value] })
})

/** The stream of events. */
export const eventOperations: Readonly<Record<string, Operation>> = {
  read_events: {
    tags: ['history'],
    summary: 'Watch what happens, as Server-Sent Events',
    description: [
      'The response does not end until the client disconnects, the server stops, or the sandbox is dropped.',
      'It contains requests, responses and changes of the sandbox as they happen.',
      'The header `Last-Event-ID` continues after that event; the event `resync` says that some are lost.',
      'Creates the sandbox if it does not exist, and keeps it from expiring.'
    ].join(' '),
    responses: {
      ...guarded,
      200: {
        description: 'The events.',
        headers: {
          'Cache-Control': header('Events are not stored.', 'no-store'),
          'X-Accel-Buffering': header('Proxies pass each event on at once.', 'no')
        },
        content: {
          'text/event-stream': {
            schema: Type.String({ description: 'A stream of events; each has JSON as its data.' }),
            examples: example('A reset.', EXAMPLE)
          }
        }
      },
      503: failure(
        'The maximum number of streams is open, no room for another sandbox or the request, or the server is stopping.',
        new TooManyReaders(100)
      )
    }
  }
}
