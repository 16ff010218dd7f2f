import { Type } from '@sinclair/typebox'
import { document, input, pathTo, text, tool, whole, withQuery } from '../tool.ts'

const list = {
  api: text('the name of an emulated API, as list_apis shows it'),
  list: text('the name of a list of records, such as users or credentials')
}
const key = text('the key of the record, such as a guid or a user name')

export const stateTools = [
  tool({
    name: 'get_status',
    title: 'Status of the mock',
    description: 'Reads the health of the mock: version, number of records, memory, and where its state is saved.',
    kind: 'reads',
    input: input({}),
    call: () => ({ method: 'GET', path: 'health' })
  }),
  tool({
    name: 'list_apis',
    title: 'Emulated APIs',
    description:
      'Lists the emulated APIs: how their requests look, and credentials that the mock accepts. Use it before you send requests to the mock.',
    kind: 'reads',
    input: input({}),
    call: () => ({ method: 'GET', path: 'apis' })
  }),
  tool({
    name: 'list_sandboxes',
    title: 'List sandboxes',
    description:
      'Lists the sandboxes. Each is an isolated mock with its records, stubs and requests, usually for one test.',
    kind: 'reads',
    input: input({}),
    call: () => ({ method: 'GET', path: 'sandboxes' })
  }),
  tool({
    name: 'get_state',
    title: 'Read all records',
    description:
      'Reads all records in the fixture format. Use list_records to search, or to read a large state in pages.',
    kind: 'reads',
    input: input({}),
    call: () => ({ method: 'GET', path: 'state' })
  }),
  tool({
    name: 'replace_state',
    title: 'Replace all records',
    description:
      'Replaces all records with those of a document in the fixture format, as get_state returns it. undo_change reverses it.',
    kind: 'changes',
    input: input({ state: document('a document in the fixture format') }),
    call: ({ state }) => ({ method: 'PUT', path: 'state', body: state })
  }),
  tool({
    name: 'reset',
    title: 'Reset',
    description:
      'Resets everything in the sandbox to its fixtures: records, stubs, chaos, settings and the request journal. Use it before a test. With a fixture set, later resets return to it, too.',
    kind: 'changes',
    input: input({ fixtures: Type.Optional(text('the name of a fixture set, as list_fixtures shows it')) }),
    call: ({ fixtures }) => ({ method: 'POST', path: 'reset', body: { fixtures } })
  }),
  tool({
    name: 'list_records',
    title: 'Search records',
    description: 'Lists the records of one list, or those that contain a text.',
    kind: 'reads',
    input: input({
      ...list,
      q: Type.Optional(text('only records with a member that contains this text, in any case')),
      offset: Type.Optional(whole(0, 9_999_999_999, 'how many records to skip')),
      limit: Type.Optional(whole(0, 1000, 'the maximum number of records; 100 by default'))
    }),
    call: ({ api, list, q, offset, limit }) => ({
      method: 'GET',
      path: withQuery(`records/${pathTo(api, list)}`, { q, offset, limit })
    })
  }),
  tool({
    name: 'get_record',
    title: 'Read a record',
    description: 'Reads one record, with the revision that changed it last.',
    kind: 'reads',
    input: input({ ...list, key }),
    call: ({ api, list, key }) => ({ method: 'GET', path: `records/${pathTo(api, list, key)}` })
  }),
  tool({
    name: 'add_record',
    title: 'Add a record',
    description: 'Adds a record without the rules of the emulated API. Members with a default can be left out.',
    kind: 'adds',
    input: input({ ...list, record: document('the record') }),
    call: ({ api, list, record }) => ({ method: 'POST', path: `records/${pathTo(api, list)}`, body: record })
  }),
  tool({
    name: 'replace_record',
    title: 'Replace a record',
    description: 'Replaces a record with a complete one.',
    kind: 'changes',
    input: input({ ...list, key, record: document('the complete record') }),
    call: ({ api, list, key, record }) => ({ method: 'PUT', path: `records/${pathTo(api, list, key)}`, body: record })
  }),
  tool({
    name: 'remove_record',
    title: 'Remove a record',
    description: 'Removes a record.',
    kind: 'changes',
    input: input({ ...list, key }),
    call: ({ api, list, key }) => ({ method: 'DELETE', path: `records/${pathTo(api, list, key)}` })
  })
]
