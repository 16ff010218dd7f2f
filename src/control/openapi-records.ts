import { type TSchema, Type } from '@sinclair/typebox'
import type { Api } from '../api/define-api.ts'
import { type Json, type Link, type Operation, shared } from '../api/operation.ts'
import { recordSchema } from '../fixtures/fixture-schema.ts'
import type { StateExamples } from './openapi-examples.ts'
import { body, failure, guarded, shows, withBody } from './openapi-responses.ts'
import { ChangedSince, ReferredTo, UnknownList } from './record-errors.ts'
import { IF_MATCH } from './record-revision.ts'
import { listParams, RecordsQuery, recordParams } from './records-schemas.ts'
import { Count, closed } from './schemas.ts'

const Revision = Count('The revision of the sandbox after the change.')
const Change = Type.Object({ revision: Revision }, closed)

/** The published schemas of records. */
export function recordsSchemas(apis: readonly Api[]) {
  const lists = apis.flatMap((api) => Object.values(api.lists))
  const stored = lists.map((list): TSchema => (list.bare === undefined ? list.schema : recordSchema(list)))
  const StoredRecord = Type.Object(
    {
      key: Type.String({ description: 'What finds the record in its list.' }),
      record: Type.Union(stored, { description: 'As the fixture format writes it.' }),
      revision: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
        description: 'The revision of its last change; null if the history does not contain it.'
      })
    },
    closed
  )
  const RecordPage = Type.Object(
    {
      records: Type.Array(StoredRecord),
      meta: Type.Object(
        {
          total: Count('The number of records in the list.'),
          matching: Count('How many of them the search found; all without a search.'),
          offset: Count('How many were skipped.'),
          limit: Count('The maximum number of records in this response.'),
          revision: Count('The present revision.')
        },
        closed
      )
    },
    closed
  )
  const WrittenRecord = Type.Union(lists.map(recordSchema), { description: 'A record in the fixture format.' })
  return { StoredRecord, RecordPage, WrittenRecord }
}

const headers = Type.Object({
  'If-Match': Type.Optional(
    Type.String({
      pattern: IF_MATCH,
      description: 'a revision: the record may not have changed since; `*` allows any change'
    })
  )
})
const changed = failure(
  'The record was changed after the revision in `If-Match`.',
  new ChangedSince('was changed after revision 12: by revision 13')
)

const linkTo = (operationId: string, description: string): Link => ({
  operationId,
  description,
  parameters: { api: '$request.path.api', list: '$request.path.list', key: '$response.body#/key' }
})
const links = {
  read_record: linkTo('read_record', 'The record.'),
  replace_record: { ...linkTo('replace_record', 'Replaces the record.'), requestBody: '$response.body#/record' },
  remove_record: linkTo('remove_record', 'Removes the record.')
}

/** The calls about single records. */
export function recordsOperations(
  apis: readonly Api[],
  { StoredRecord, RecordPage, WrittenRecord }: ReturnType<typeof recordsSchemas>,
  { record }: StateExamples
): Readonly<Record<string, Operation>> {
  const example = { ...record, revision: 12 }
  const known = apis.map(({ name }) => name).join(', ')
  const unknown = failure(
    'There is no such API, list or record, or the control API is turned off.',
    new UnknownList(`unknown API 'nothing' (available: ${known})`)
  )
  const sent = body('A record in the fixture format.', true, WrittenRecord, record.record as Json)
  return {
    list_records: {
      tags: ['records'],
      summary: 'List or search the records of a list',
      description: 'Records have the order of their creation. A search looks at texts and numbers.',
      params: listParams(apis),
      querystring: RecordsQuery,
      responses: {
        ...guarded,
        200: shows('The records.', RecordPage, {
          records: [example],
          meta: { total: 1, matching: 1, offset: 0, limit: 100, revision: 12 }
        }),
        404: unknown
      }
    },
    read_record: {
      tags: ['records'],
      summary: 'Read one record',
      params: recordParams(apis),
      responses: { ...guarded, 200: shows('The record.', StoredRecord, example, links), 404: unknown }
    },
    add_record: {
      tags: ['records'],
      summary: 'Add a record',
      description:
        'The rules of the emulated API, such as a limit on users, do not apply. Members that a fixture may leave out may be missing.',
      params: listParams(apis),
      requestBody: sent,
      responses: {
        ...withBody,
        201: shows('The record is added, at the end of its list.', StoredRecord, example, links),
        404: unknown,
        422: shared('Unprocessable')
      }
    },
    replace_record: {
      tags: ['records'],
      summary: 'Replace a record',
      description: 'The key cannot change, and may be left out. A missing member gets the default of fixtures.',
      params: recordParams(apis),
      headers,
      requestBody: sent,
      responses: {
        ...withBody,
        200: shows('The record is replaced, or already was like that.', StoredRecord, example, links),
        404: unknown,
        412: changed,
        422: shared('Unprocessable')
      }
    },
    remove_record: {
      tags: ['records'],
      summary: 'Remove a record',
      params: recordParams(apis),
      headers,
      responses: {
        ...guarded,
        200: shows('The record is removed.', Change, { revision: 13 }),
        404: unknown,
        412: changed,
        422: failure(
          'Other records name it; nothing changed.',
          new ReferredTo('sales', '2 records in shop.customers name it (anna, bob)')
        )
      }
    }
  }
}
