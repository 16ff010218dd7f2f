import { type TSchema, Type } from '@sinclair/typebox'
import type { Records } from '../api/define-api.ts'
import { type Link, type Operation, shared } from '../api/operation.ts'
import { ConflictingChange, EvictedRevision, UnknownRevision } from '../sandbox/errors.ts'
import { OPERATIONS } from './history-entry.ts'
import { DifferenceQuery, historyQuery, RevisionParams } from './history-schemas.ts'
import type { StateExamples } from './openapi-examples.ts'
import { body, failure, guarded, shows, withBody } from './openapi-responses.ts'
import type { StateSchemas } from './openapi-schemas.ts'
import { Count, closed, Moment } from './schemas.ts'

const Members = (description: string) => Type.Record(Type.String(), Type.Unknown(), { description })
const Revision = Count('The revision that the change led to.')

/** A change of the history. */
export const HistoryChange = Type.Object(
  {
    revision: Revision,
    time: Moment('When it happened.'),
    operation: Type.String({ enum: Object.values(OPERATIONS), description: 'The kind of the change.' }),
    api: Type.Optional(Type.String({ description: 'The API whose record changed.' })),
    list: Type.Optional(Type.String({ description: 'The list of the record.' })),
    key: Type.Optional(Type.String({ description: 'The key of the record.' })),
    cause: Type.Union(
      [
        Type.Object({ request: Type.String({ description: 'The id of a request in the journal.' }) }, closed),
        Type.Object(
          {
            call: Type.String({ description: 'Method and path of a control call.' }),
            revision: Type.Optional(Type.Integer({ description: 'The revision that it undid or restored.' }))
          },
          closed
        ),
        Type.Null()
      ],
      { description: 'What caused it; null for the server itself.' }
    ),
    summary: Type.String({ description: 'The change in words.' }),
    before: Type.Optional(Members('The record before, or the settings.')),
    after: Type.Optional(Members('The record after, or the settings.'))
  },
  closed
)

const Changes = Type.Object(
  {
    changes: Type.Array(HistoryChange),
    meta: Type.Object(
      {
        total: Count('How many changes in the history match.'),
        revision: Count('The present revision.'),
        oldest: Count('The oldest revision whose state is known. Earlier changes were evicted.')
      },
      closed
    )
  },
  closed
)

const FieldChanges = (description: string) =>
  Type.Record(Type.String(), Type.Object({ from: Type.Unknown(), to: Type.Unknown() }, closed), { description })
const counts = Type.Object(
  {
    added: Count('How many were added.'),
    removed: Count('How many were removed.'),
    changed: Count('How many changed.')
  },
  { ...closed, description: 'The number of all of them. At most 1,000 of each kind are shown.' }
)
const differenceSchema = (item: TSchema, changed: TSchema) =>
  Type.Object({ counts, added: Type.Array(item), removed: Type.Array(item), changed: Type.Array(changed) }, closed)
const Id = Type.String({ description: 'The id of a stub.' })
const ChangedRecord = Type.Object(
  { key: Type.String({ description: 'The key of the record.' }), fields: FieldChanges('The fields that differ.') },
  closed
)

/** What differs between two states. */
export const StateDifference = Type.Object(
  {
    from: Count('The revision to compare.'),
    to: Count('The revision to compare it with.'),
    lists: Type.Record(Type.String(), differenceSchema(Members('A record.'), ChangedRecord), {
      description: 'The lists that differ, by API and list: `{api}.{list}`.'
    }),
    counters: FieldChanges('The counters of ids that differ.'),
    stubs: differenceSchema(Id, Id),
    scenarios: FieldChanges('The scenarios that differ; null for the start.'),
    settings: FieldChanges('The settings that differ.'),
    fixtures: FieldChanges('The fixture set that a reset returns to, if it differs.')
  },
  closed
)

const evicted = failure('The revision was evicted from the history.', new EvictedRevision(3, 12))
const unknown = failure(
  'The sandbox has no such revision yet, or the control API is turned off.',
  new UnknownRevision(99, 12)
)

const RevisionChoice = Type.Object(
  {
    revision: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'A revision of the sandbox.' })
  },
  closed
)
const choice = body('The revision.', true, RevisionChoice, { revision: 12 })

const undoNewest: Link = {
  operationId: 'undo_change',
  description: 'Undoes the newest change.',
  requestBody: { revision: '$response.body#/meta/revision' }
}
const restoreOldest: Link = {
  operationId: 'restore_revision',
  description: 'Restores the oldest revision.',
  requestBody: { revision: '$response.body#/meta/oldest' }
}
const stateAt: Link = {
  operationId: 'read_state_at',
  description: 'The state after the newest change.',
  parameters: { revision: '$response.body#/meta/revision' }
}
const compare: Link = {
  operationId: 'compare_states',
  description: 'What has changed since the oldest revision.',
  parameters: { from: '$response.body#/meta/oldest', to: '$response.body#/meta/revision' }
}

/** The calls about the history of a sandbox. */
export function historyOperations(
  apis: readonly Records[],
  { Fixture, ResetResult }: StateSchemas,
  { fixture, counts }: StateExamples
): Readonly<Record<string, Operation>> {
  return {
    list_history: {
      tags: ['history'],
      summary: 'List the changes, newest first',
      description: 'Credentials are hidden. Use `before` with the last revision of a page to read the next page.',
      querystring: historyQuery(apis),
      responses: {
        ...guarded,
        200: shows(
          'The changes.',
          Changes,
          {
            changes: [
              {
                revision: 12,
                time: '2026-01-31T09:05:00.000Z',
                operation: 'reset',
                cause: { call: 'POST /__admin/reset' },
                summary: "reset everything to the fixtures 'default'"
              }
            ],
            meta: { total: 1, revision: 12, oldest: 11 }
          },
          { read_state_at: stateAt, compare_states: compare, undo_change: undoNewest, restore_revision: restoreOldest }
        )
      }
    },
    read_state_at: {
      tags: ['history'],
      summary: 'Read the state at a revision as a fixture',
      params: RevisionParams,
      responses: {
        ...guarded,
        200: shows('The state at that revision.', Fixture, fixture),
        404: unknown,
        409: evicted
      }
    },
    compare_states: {
      tags: ['history'],
      summary: 'Compare the states at two revisions',
      description: 'Records that only moved in the order of their list are left out.',
      querystring: DifferenceQuery,
      responses: {
        ...guarded,
        200: shows('What differs.', StateDifference, {
          from: 11,
          to: 12,
          lists: {},
          counters: {},
          stubs: { counts: { added: 0, removed: 0, changed: 0 }, added: [], removed: [], changed: [] },
          scenarios: {},
          settings: { fixedDelay: { from: null, to: 100 } },
          fixtures: {}
        }),
        400: shared('BadRequest'),
        404: unknown,
        409: evicted
      }
    },
    undo_change: {
      tags: ['history'],
      summary: 'Undo one change',
      description:
        'This is a change itself, and can be undone. A removed record is added at the end of its list. The request journal stays as it is.',
      requestBody: choice,
      responses: {
        ...withBody,
        200: shows('The change is undone.', ResetResult, { fixtures: 'default', counts, revision: 13 }),
        404: unknown,
        409: failure(
          'A later change conflicts with it, it cannot be undone, or it was evicted from the history; nothing changed.',
          new ConflictingChange(12, 'revision 13 changed the same part since')
        )
      }
    },
    restore_revision: {
      tags: ['history'],
      summary: 'Restore everything as it was at a revision',
      description:
        'This is a change itself, and can be undone. It restores records, counters, stubs, scenarios and settings. The request journal stays as it is.',
      requestBody: choice,
      responses: {
        ...withBody,
        200: shows('Everything is restored.', ResetResult, { fixtures: 'default', counts, revision: 13 }),
        404: unknown,
        409: evicted
      }
    }
  }
}
