import { Type } from '@sinclair/typebox'
import type { Operation } from '../api/operation.ts'
import { guarded, shows } from './openapi-responses.ts'
import { closed } from './schemas.ts'

const text = (description: string) => Type.String({ description })

const RecordList = Type.Object(
  {
    name: text('The name of the list in fixtures.'),
    count: text('The name of its number of records in `counts`.'),
    label: Type.Optional(text('What people call its records. Lists that hold no data of users have no label.')),
    key: Type.Array(Type.String(), {
      description: 'The members that form the key of a record. They cannot be changed.'
    }),
    optional: Type.Array(Type.String(), { description: 'The members that a new record may leave out.' }),
    references: Type.Record(Type.String(), Type.String(), {
      description: 'Members that name a record of another list, by the name of that list.'
    }),
    schema: Type.Object({}, { description: 'The JSON Schema of a complete record.' })
  },
  closed
)

export const Apis = Type.Object(
  {
    apis: Type.Array(
      Type.Object(
        {
          name: text('The name of the API in fixtures.'),
          title: text('Its display name.'),
          home: text('The path of its main list.'),
          lists: Type.Array(RecordList),
          credentials: Type.Record(Type.String(), Type.String(), {
            description:
              'The headers of the first credential in the sandbox; empty without one, and while the store of the state cannot be reached.'
          })
        },
        closed
      )
    )
  },
  closed
)

/** The call that describes the emulated APIs. */
export const apiOperations: Readonly<Record<string, Operation>> = {
  list_apis: {
    tags: ['server'],
    summary: 'List the emulated APIs',
    description: 'Their lists of records, and headers that authenticate a request in the sandbox.',
    responses: {
      ...guarded,
      200: shows('The emulated APIs.', Apis, {
        apis: [
          {
            name: 'shop',
            title: 'Web Shop',
            home: '/orders',
            lists: [
              {
                name: 'orders',
                count: 'shopOrders',
                label: 'orders',
                key: ['number'],
                optional: ['number', 'note'],
                references: { customer: 'customers' },
                schema: { type: 'object' }
              }
            ],
            credentials: { 'X-Key': 'test-key' }
          }
        ]
      })
    }
  }
}
