import { Type } from '@sinclair/typebox'
import { document, input, pathTo, text, tool } from '../tool.ts'

const name = text('the name of the fixture set: lower-case letters, digits, dots, - and _')

export const fixtureTools = [
  tool({
    name: 'list_fixtures',
    title: 'List fixture sets',
    description: 'Lists the fixture sets: named states that reset can return to.',
    kind: 'reads',
    input: input({}),
    call: () => ({ method: 'GET', path: 'fixtures' })
  }),
  tool({
    name: 'get_fixtures',
    title: 'Read a fixture set',
    description: 'Reads all records of a fixture set.',
    kind: 'reads',
    input: input({ name }),
    call: ({ name }) => ({ method: 'GET', path: `fixtures/${pathTo(name)}` })
  }),
  tool({
    name: 'save_fixtures',
    title: 'Save a fixture set',
    description:
      'Saves a document in the fixture format as a fixture set or, without a document, the records of the sandbox as they are now. Replaces a set of this name.',
    kind: 'changes',
    input: input({ name, content: Type.Optional(document('a document in the fixture format')) }),
    call: ({ name, content }) => ({ method: 'PUT', path: `fixtures/${pathTo(name)}`, body: content })
  }),
  tool({
    name: 'delete_fixtures',
    title: 'Delete a fixture set',
    description: 'Deletes a saved fixture set. Built-in sets and files of the user cannot be deleted.',
    kind: 'changes',
    input: input({ name }),
    call: ({ name }) => ({ method: 'DELETE', path: `fixtures/${pathTo(name)}` })
  })
]
