import { Type } from '@sinclair/typebox'
import { input, text, tool, whole, withQuery } from '../tool.ts'

const revision = (description: string) => whole(0, 9_999_999_999, description)

export const historyTools = [
  tool({
    name: 'list_changes',
    title: 'List changes',
    description:
      'Lists the changes of the state, newest first: what changed, and which request or call caused it. Use it to find out which request changed a record.',
    kind: 'reads',
    input: input({
      limit: Type.Optional(whole(0, 1000, 'the maximum number of changes; 20 by default')),
      before: Type.Optional(revision('only changes before this revision')),
      key: Type.Optional(text('only changes of the record with this key, such as a guid or a user name')),
      request: Type.Optional(text('only changes that the request with this id caused'))
    }),
    call: ({ limit = 20, before, key, request }) => ({
      method: 'GET',
      path: withQuery('history', { limit, before, key, request })
    })
  }),
  tool({
    name: 'compare_states',
    title: 'Compare two revisions',
    description: 'Compares the state at two revisions: which records were added, changed and removed.',
    kind: 'reads',
    input: input({ from: revision('the earlier revision'), to: revision('the later revision') }),
    call: ({ from, to }) => ({ method: 'GET', path: withQuery('history/diff', { from, to }) })
  }),
  tool({
    name: 'undo_change',
    title: 'Undo a change',
    description: 'Undoes one change, by its revision. Later changes stay.',
    kind: 'changes',
    input: input({ revision: revision('the revision of the change, as list_changes shows it') }),
    call: ({ revision }) => ({ method: 'POST', path: 'history/undo', body: { revision } })
  }),
  tool({
    name: 'restore_revision',
    title: 'Restore a revision',
    description: 'Puts everything back to what it was at a revision. This is a change, too, and can be undone.',
    kind: 'changes',
    input: input({ revision: revision('the revision to return to') }),
    call: ({ revision }) => ({ method: 'POST', path: 'history/restore', body: { revision } })
  })
]
