import { KindGuard } from '@sinclair/typebox'
import { apis } from '../apis/index.ts'
import { suggestion } from '../common/suggestion.ts'
import { readVersion } from '../common/version.ts'
import { describeError } from '../mock/describe-error.ts'
import { secretHeaders } from '../sandbox/credentials.ts'
import { Redaction } from '../wiremock/journal/redaction.ts'
import { certify } from './certify/certify.ts'
import { check } from './check.ts'
import type { Command, Terminal } from './command.ts'
import { completion } from './completion.ts'
import { configuredUrl } from './configured-url.ts'
import { generate } from './generate.ts'
import { commandHelp, programHelp } from './help.ts'
import { mcp } from './mcp.ts'
import {
  type Environment,
  type ParsedArguments,
  parseArguments,
  readOptions,
  requireKnownVariables,
  requirePassedOptions,
  UsageError,
  variableOf
} from './options.ts'
import { record } from './record/record.ts'
import { chaos } from './remote/chaos.ts'
import { coverage } from './remote/coverage.ts'
import { fixtures, load, save } from './remote/fixture-sets.ts'
import { health } from './remote/health.ts'
import { history, restore, undo } from './remote/history.ts'
import { requests } from './remote/requests.ts'
import { reset } from './remote/reset.ts'
import { sandboxes, stop } from './remote/server.ts'
import { state } from './remote/state.ts'
import { serve } from './serve.ts'

/** The commands by their names; the first is the default. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  serve,
  check,
  generate,
  certify,
  record,
  health,
  reset,
  save,
  load,
  fixtures,
  state,
  sandboxes,
  requests,
  history,
  undo,
  restore,
  coverage,
  chaos,
  mcp,
  stop,
  completion: completion(() => COMMANDS)
}

/** Common alternatives to the long names. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['-h', '--help'],
  ['-v', '--version'],
  ['-V', '--version'],
  ['help', '--help'],
  ['version', '--version']
])

/**
 * Runs the command line.
 *
 * @param args the arguments after the name of the program
 * @returns the exit code: 0, 1 for a failure, 2 for an invalid command line, or the value of `interrupted`
 */
export async function runProgram(args: readonly string[], given: Terminal): Promise<number> {
  const terminal = withoutSecrets(given)
  try {
    return await run(args, terminal)
  } catch (error) {
    terminal.err(`atrium-atms-mock: ${describeError(error)}\n`)
    return error instanceof UsageError ? 2 : 1
  }
}

/** Hides passwords and tokens in URLs: messages quote options, arguments and paths, and pipelines often keep their logs. */
function withoutSecrets(terminal: Terminal): Terminal {
  const redaction = new Redaction(secretHeaders(apis))
  return { ...terminal, err: (text) => terminal.err(redaction.text(text)) }
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  requirePassedOptions(terminal.environment, serve.options)
  const [word = '', ...others] = args
  const first = ALIASES.get(word) ?? word
  const isNamed = first !== '' && !first.startsWith('-')
  const name = isNamed ? first : 'serve'
  const ownArgs = isNamed ? others : first === '' ? [] : [first, ...others]
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    const names = Object.keys(COMMANDS)
    throw new UsageError(`unknown command '${name}'${suggestion(name, names) || ` (available: ${names.join(', ')})`}`)
  }
  if (ownArgs.includes('--version')) return print(`${readVersion()}\n`, terminal)
  if (ownArgs.includes('--help') || ownArgs[0] === '-h')
    return print(isNamed ? commandHelp(name, command) : programHelp(COMMANDS), terminal)
  requireKnownVariables(
    terminal.environment,
    Object.values(COMMANDS).map(({ options }) => options)
  )
  const parsed = parseArguments(ownArgs, command.options)
  requireCount(parsed.positionals, command)
  const environment = withServerUrl(command, parsed, terminal.environment)
  const code = command.run(
    readOptions(command.options, parsed, environment),
    parsed.positionals,
    terminal,
    parsed.flags
  )
  return command.isService ? code : Promise.race([code, terminal.interrupted])
}

/** Adds the URL of the configured server to the environment if the command requires a URL and none is set. */
function withServerUrl({ options }: Command, { flags }: ParsedArguments, environment: Environment): Environment {
  const url = variableOf('url')
  const schema = options.properties['url']
  const isSettled =
    flags.has('url') || Boolean(environment[url]) || schema === undefined || KindGuard.IsOptional(schema)
  return isSettled ? environment : { ...environment, [url]: configuredUrl(environment) }
}

function print(text: string, { out }: Terminal): number {
  out(text)
  return 0
}

function requireCount(args: readonly string[], { usage, count: [min, max] }: Command): void {
  if (args.length < min) throw new UsageError(`missing argument: ${usage}`)
  if (args.length > max) throw new UsageError(`unexpected argument '${args[max]}'`)
}
