import { apis } from '../../apis/index.ts'
import { StateOutOptions } from '../../options/command-options.ts'
import { command } from '../command.ts'
import { writeOutput } from '../write-output.ts'
import { requireSandbox, respond } from './control-call.ts'
import { writing } from './streamed-response.ts'

export const state = command({
  usage: '',
  count: [0, 0],
  description: 'export the state of a running server as a fixture file',
  options: StateOutOptions,
  examples: ['state', 'state --out mine.json'],
  async run({ out: file, ...options }, _args, terminal) {
    await requireSandbox(options)
    const read = writing(isState, (parts) => writeOutput(parts, file, terminal))
    await respond(options, { method: 'GET', path: 'state', isExpected: isState, read })
    if (file !== undefined) terminal.out(`wrote ${file}\n`)
    return 0
  }
})

/** Looks only at the start: a state may be too large to be parsed. */
const isState = (text: string): boolean => apis.some(({ name }) => text.startsWith(`{\n  "${name}": {`))
