import { Type } from '@sinclair/typebox'
import { document, input, pathTo, text, tool, whole, withQuery } from '../tool.ts'

const DEFAULT_LIMIT = 50
const id = text('the id of the stub, a UUID')
const mapping = document(
  'a WireMock mapping, such as {"request":{"method":"GET","urlPath":"/users"},"response":{"status":503},"metadata":{"mock":{"times":2}}}'
)

export const stubTools = [
  tool({
    name: 'list_stubs',
    title: 'List stubs',
    description: 'Lists the stubs in the order in which they are tried.',
    kind: 'reads',
    input: input({
      limit: Type.Optional(whole(0, 1000, `the maximum number of stubs; ${DEFAULT_LIMIT} by default`)),
      offset: Type.Optional(whole(0, 9_999_999_999, 'how many stubs to skip'))
    }),
    call: ({ limit = DEFAULT_LIMIT, offset }) => ({ method: 'GET', path: withQuery('mappings', { limit, offset }) })
  }),
  tool({
    name: 'get_stub',
    title: 'Read a stub',
    description: 'Reads one stub.',
    kind: 'reads',
    input: input({ id }),
    call: ({ id }) => ({ method: 'GET', path: `mappings/${pathTo(id)}` })
  }),
  tool({
    name: 'create_stub',
    title: 'Create a stub',
    description:
      'Creates a stub: requests that match it get its response instead of that of the emulated API. With "transformers":["emulate"] in the response, the API responds and the stub adds a delay, headers or a fault. metadata.mock limits the use with times, after and probability. The guide stubs.md has examples.',
    kind: 'adds',
    input: input({ mapping }),
    call: ({ mapping }) => ({ method: 'POST', path: 'mappings', body: mapping })
  }),
  tool({
    name: 'replace_stub',
    title: 'Replace a stub',
    description: 'Replaces a stub. It counts its uses from the beginning.',
    kind: 'changes',
    input: input({ id, mapping }),
    call: ({ id, mapping }) => ({ method: 'PUT', path: `mappings/${pathTo(id)}`, body: mapping })
  }),
  tool({
    name: 'delete_stub',
    title: 'Delete a stub',
    description: 'Deletes one stub.',
    kind: 'changes',
    input: input({ id }),
    call: ({ id }) => ({ method: 'DELETE', path: `mappings/${pathTo(id)}` })
  }),
  tool({
    name: 'delete_all_stubs',
    title: 'Delete all stubs',
    description: 'Deletes all stubs of the sandbox, also those of chaos profiles. The emulated APIs respond again.',
    kind: 'changes',
    input: input({}),
    call: () => ({ method: 'DELETE', path: 'mappings' })
  }),
  tool({
    name: 'list_scenarios',
    title: 'List scenarios',
    description: 'Lists the scenarios of stubs, which are state machines, with their states.',
    kind: 'reads',
    input: input({}),
    call: () => ({ method: 'GET', path: 'scenarios' })
  }),
  tool({
    name: 'set_scenario_state',
    title: 'Set the state of a scenario',
    description: 'Sets the state of a scenario; without a state, it returns to Started.',
    kind: 'changes',
    input: input({ name: text('the name of the scenario'), state: Type.Optional(text('the new state')) }),
    call: ({ name, state }) => ({ method: 'PUT', path: `scenarios/${pathTo(name)}/state`, body: { state } })
  })
]
