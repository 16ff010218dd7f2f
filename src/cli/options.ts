import { type ParseArgsConfig, parseArgs } from 'node:util'
import { KindGuard, type Static, type TObject, type TSchema, type TString } from '@sinclair/typebox'
import { Errors } from '@sinclair/typebox/errors'
import { suggestion } from '../common/suggestion.ts'

/** The command line or an environment variable is invalid. The message says what was expected. */
export class UsageError extends Error {}

/** The environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

const PREFIX = 'MOCK_'
/** The options of every command. */
const COMMON = ['--help', '--version']
/**
 * The variables that Kubernetes sets for a service named `mock` or `mock-tls`, and Docker for a linked container of that name, as
 * GitLab's runner does.
 */
const SERVICE_VARIABLE =
  /^MOCK_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?|ENV_\w+)$/
/** Options of the server. Commands that call a running server have `--url` instead. */
const PORT_FLAGS = ['--port', '-p']
/** The `_PORT` variables of Kubernetes and Docker hold a URL instead of a port number. */
const SERVICE_URL = /^(?:tcp|udp|sctp):\/\//

/** The flag of an option: its name in kebab case. */
export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
/** The environment variable of an option: `MOCK_` and its name in upper case. */
export const variableOf = (name: string): string => PREFIX + flagOf(name).slice(2).replaceAll('-', '_').toUpperCase()

/** The arguments of a command. */
export interface ParsedArguments {
  /** The values of the flags by option name; `true` for a flag without a value. Repeated values are joined by commas. */
  readonly flags: ReadonlyMap<string, string | true>
  readonly positionals: readonly string[]
}

/**
 * Separates the flags of a command from its positional arguments.
 *
 * @throws UsageError for an unknown flag or a missing value
 */
export function parseArguments(args: readonly string[], options: TObject): ParsedArguments {
  const schemas = new Map(Object.entries(options.properties))
  const names = new Map([...schemas.keys()].map((name) => [flagOf(name), name]))
  for (const [name, { short }] of schemas) if (short !== undefined) names.set(`-${short}`, name)
  const { tokens } = parseArgs({ args: [...args], options: definitionsOf(options), strict: false, tokens: true })
  const flags = new Map<string, string | true>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    if (PORT_FLAGS.includes(token.rawName) && !names.has(token.rawName) && names.has('--url'))
      throw new UsageError(`unknown option '${token.rawName}': use --url, such as --url http://localhost:3001`)
    const name = names.get(token.rawName)
    const schema = name === undefined ? undefined : schemas.get(name)
    const [word = ''] = (args[token.index] ?? '').split('=')
    // Node reads `-port` as `-p` with the value `ort`, and `-fresh` as five options.
    const isMisread = /^-[^-]./.test(word)
    const hint = suggestion(isMisread ? `-${word}` : word, [...names.keys(), ...COMMON])
    if (name === undefined || schema === undefined || (isMisread && hint !== ''))
      throw new UsageError(`unknown option '${word}'${hint}`)
    if (token.value === undefined && !KindGuard.IsBoolean(schema))
      throw new UsageError(`missing value: ${token.rawName}`)
    const earlier = KindGuard.IsArray(schema) && flags.has(name) ? `${flags.get(name)}${separatorOf(schema)}` : ''
    flags.set(name, token.value === undefined ? true : earlier + token.value)
  }
  return { flags, positionals }
}

/** What separates the values of an option that can be repeated. */
const separatorOf = (schema: TSchema): string => schema['separator'] ?? ','

/** The options as `parseArgs` of Node describes them. */
function definitionsOf({ properties }: TObject): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const type = KindGuard.IsBoolean(schema) ? 'boolean' : 'string'
      return [flagOf(name).slice(2), { type, ...(schema['short'] && { short: schema['short'] }) }]
    })
  )
}

/**
 * Rejects misspelled `MOCK_` variables, which would otherwise be silently ignored.
 *
 * @throws UsageError
 */
export function requireKnownVariables(environment: Environment, commands: readonly TObject[]): void {
  const known = commands.flatMap((options) => Object.keys(options.properties).map(variableOf))
  for (const [variable, value = ''] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || known.includes(variable)) continue
    if (SERVICE_VARIABLE.test(variable) || SERVICE_URL.test(value)) continue
    throw new UsageError(`unknown environment variable '${variable}'${suggestion(variable, known)}`)
  }
}

/**
 * Rejects options that npm has consumed: `npm start --port 3001` passes only the 3001 to the program.
 *
 * @throws UsageError
 */
export function requirePassedOptions(environment: Environment, { properties }: TObject): void {
  if (environment['npm_lifecycle_event'] !== 'start') return
  const taken = Object.keys(properties)
    .map(flagOf)
    .filter((flag) => environment[`npm_config_${flag.slice(2).replaceAll('-', '_')}`])
  if (taken.length === 0) return
  throw new UsageError(
    `npm does not pass on options before '--': use npm start -- ${taken.join(' … ')} … (in PowerShell, quote the '--')`
  )
}

/**
 * Reads the option values of a command. Flags take precedence over environment variables, which take precedence over defaults.
 *
 * @throws UsageError that names the flag or variable and says what was expected
 */
export function readOptions<T extends TObject>(
  options: T,
  { flags }: ParsedArguments,
  environment: Environment
): Static<T> {
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(options.properties)) {
    const [source, text] = sourceOf(name, flags, schema['flagOnly'] ? {} : environment, schema['secret'] === true)
    const value = text === undefined ? schema.default : parseValue(text, schema)
    if (value === undefined && KindGuard.IsOptional(schema)) continue
    if (value === undefined) throw new UsageError(`missing option: ${flagOf(name)}`)
    const problem = Errors(schema, value).First()
    if (problem !== undefined) {
      const wrong = KindGuard.IsArray(schema) ? problem.value : text
      throw new UsageError(`${source}: ${requirementOf(schema)}${schema['secret'] ? '' : `, not '${wrong}'`}`)
    }
    values[name] = value
  }
  return values as Static<T>
}

function sourceOf(
  name: string,
  flags: ParsedArguments['flags'],
  environment: Environment,
  isSecret: boolean
): [string, string | true | undefined] {
  const flag = flags.get(name)
  if (flag !== undefined) return [flagOf(name), flag]
  const variable = variableOf(name)
  const value = environment[variable]
  // `${X:-}` sets an empty variable if X is not set. For a secret this is an error, because it would turn off authentication.
  const isIgnored = (value === '' && !isSecret) || SERVICE_URL.test(value ?? '')
  const text = isIgnored ? undefined : value
  // Many hosting platforms set PORT.
  return name === 'port' && text === undefined ? ['PORT', environment['PORT'] || undefined] : [variable, text]
}

function parseValue(text: string | true, schema: TSchema): unknown {
  if (KindGuard.IsBoolean(schema)) return parseBoolean(text)
  if (schema['bytes']) return parseSize(String(text))
  if (KindGuard.IsArray(schema))
    return String(text)
      .split(separatorOf(schema))
      .map((item) => item.trim())
  if (KindGuard.IsInteger(schema) || KindGuard.IsNumber(schema)) return NUMBER.test(String(text)) ? Number(text) : text
  return text
}

function parseBoolean(text: string | true): unknown {
  const word = String(text).toLowerCase()
  if (word === 'true' || word === '1') return true
  return word === 'false' || word === '0' ? false : text
}

const NUMBER = /^-?\d+(?:\.\d+)?$/
const UNITS = { '': 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 }

function parseSize(text: string): number {
  const [, digits, unit = ''] = /^(\d+) ?([a-z]*)$/i.exec(text) ?? []
  const size = Object.entries(UNITS).find(([name]) => name === unit.toLowerCase())?.[1]
  return Number(digits) * (size ?? Number.NaN)
}

function requirementOfText({ requirement, pattern, minLength = 0, maxLength }: TString): string {
  if (requirement !== undefined) return requirement
  if (pattern !== undefined) return `expected a text that matches ${pattern}`
  if (maxLength !== undefined) return `expected ${minLength} to ${maxLength} characters`
  return minLength > 1 ? `expected at least ${minLength} characters` : 'expected a non-empty value'
}

function requirementOf(schema: TSchema): string {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number }
  const limit = maximum === undefined ? '' : `, at most ${maximum / UNITS.mib}MiB`
  if (schema['bytes']) return `expected a size such as 1MiB, 500KiB or 4096${limit}`
  if (KindGuard.IsInteger(schema))
    return maximum === undefined
      ? `expected a whole number of at least ${minimum}`
      : `expected a whole number from ${minimum} to ${maximum}`
  if (KindGuard.IsArray(schema)) return schema.items['requirement']
  if (KindGuard.IsUnion(schema)) return `expected ${schema['placeholder'].replaceAll('|', ' or ')}`
  if (KindGuard.IsString(schema)) return requirementOfText(schema)
  if (KindGuard.IsBoolean(schema)) return 'expected true or false'
  return maximum === undefined
    ? `expected a number of at least ${minimum}`
    : `expected a number from ${minimum} to ${maximum}`
}
