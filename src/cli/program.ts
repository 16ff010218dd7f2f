import { closest } from 'fastest-levenshtein'
import { readVersion } from '../common/version.ts'
import { describeError } from '../mock/describe-error.ts'
import { check } from './check.ts'
import type { Command, Terminal } from './command.ts'
import { configuredUrl } from './configured-url.ts'
import { generate } from './generate.ts'
import { commandHelp, programHelp } from './help.ts'
import {
  type Environment,
  readOptions,
  requireKnownVariables,
  sortWords,
  UsageError,
  variableOf,
  type Words
} from './options.ts'
import { health, load, requests, reset, save, state } from './remote.ts'
import { serve } from './serve.ts'

/** The commands by their names; the first is the default. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  serve,
  check,
  generate,
  health,
  reset,
  save,
  load,
  state,
  requests
}

/** What people try who do not know the long names. */
const SHORT = new Map([
  ['-h', '--help'],
  ['-v', '--version'],
  ['-V', '--version'],
  ['help', '--help'],
  ['version', '--version']
])

/**
 * Runs the command line.
 *
 * @param words those after the name of the program
 * @returns the exit code: 0, 1 for a failure, 2 for a command line that cannot be understood, and that of `asked` where it was interrupted
 */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await run(words, terminal)
  } catch (error) {
    terminal.err(`atrium-atms-mock: ${describeError(error)}\n`)
    return error instanceof UsageError ? 2 : 1
  }
}

async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const [word = '', ...others] = words
  const first = SHORT.get(word) ?? word
  const isNamed = first !== '' && !first.startsWith('-')
  const name = isNamed ? first : 'serve'
  const own = isNamed ? others : first === '' ? [] : [first, ...others]
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    throw new UsageError(`unknown command ${name}: did you mean ${closest(name, Object.keys(COMMANDS))}?`)
  }
  if (own.includes('--version')) return print(`${readVersion()}\n`, terminal)
  if (own.includes('--help') || own[0] === '-h')
    return print(isNamed ? commandHelp(name, command) : programHelp(COMMANDS), terminal)
  requireKnownVariables(
    terminal.environment,
    Object.values(COMMANDS).map(({ options }) => options)
  )
  const sorted = sortWords(own, command.options)
  requireCount(sorted.rest, name, command)
  const environment = surroundings(command, sorted, terminal.environment)
  const code = command.run(readOptions(command.options, sorted, environment), sorted.rest, terminal)
  return command.isService ? code : Promise.race([code, terminal.asked])
}

/** The environment, with the address of the server that it configures, for a command that speaks to one and was not told of it. */
function surroundings({ options }: Command, { flags }: Words, environment: Environment): Environment {
  const url = variableOf('url')
  const isTold = flags.has('url') || Boolean(environment[url]) || !('url' in options.properties)
  return isTold ? environment : { ...environment, [url]: configuredUrl(environment) }
}

function print(text: string, { out }: Terminal): number {
  out(text)
  return 0
}

function requireCount({ length }: readonly string[], name: string, { words, count: [least, most] }: Command): void {
  if (length < least) throw new UsageError(`${name} expects ${words}`)
  if (length > most) throw new UsageError(`${name} expects ${words === '' ? 'options only' : `no more than ${words}`}`)
}
