import type { IncomingMessage } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { apis } from '../../apis/index.ts'
import { StateOutOptions } from '../../options/command-options.ts'
import { command } from '../command.ts'
import { writeOutput } from '../write-output.ts'
import { requireSandbox, respond } from './control-call.ts'

export const state = command({
  usage: '',
  count: [0, 0],
  description: 'export the state of a running server as a fixture file',
  options: StateOutOptions,
  examples: ['state', 'state --out mine.json'],
  async run({ out: file, ...options }, _args, terminal) {
    await requireSandbox(options)
    const read = (response: IncomingMessage) => readState(response, (parts) => writeOutput(parts, file, terminal))
    await respond(options, { method: 'GET', path: 'state', isExpected: isState, read })
    if (file !== undefined) terminal.out(`wrote ${file}\n`)
    return 0
  }
})

/** Looks only at the start: a state may be too large to be parsed. */
const isState = (text: string): boolean => apis.some(({ name }) => text.startsWith(`{\n  "${name}": {`))

/** Writes a state as it arrives, since it may exceed the longest string. @returns its start, or the whole of another response */
async function readState(
  response: IncomingMessage,
  write: (parts: AsyncIterable<string>) => Promise<unknown>
): Promise<string> {
  if (response.statusCode !== 200) return readText(response)
  const parts: AsyncIterator<string> = response.setEncoding('utf8')[Symbol.asyncIterator]()
  let start = ''
  while (!isState(start)) {
    const { value, done } = await parts.next()
    if (done) return start
    start += value
  }
  let failure: Error | undefined
  const rest = reportingErrors(parts, (error) => (failure = error))
  await write(startingWith(start, rest)).catch((error) => {
    throw failure ?? error
  })
  return start
}

async function* startingWith(start: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield start
  yield* rest
}

/** Reports errors of the connection, to tell them from errors of the file that is written. */
async function* reportingErrors(parts: AsyncIterator<string>, onError: (error: Error) => void): AsyncGenerator<string> {
  try {
    yield* { [Symbol.asyncIterator]: () => parts }
  } catch (error) {
    onError(error as Error)
    throw error
  }
}
