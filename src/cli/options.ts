import { type Static, type TObject, type TSchema, TypeGuard } from '@sinclair/typebox'
import { Errors } from '@sinclair/typebox/errors'
import { closest } from 'fastest-levenshtein'

/** A command line or an environment that cannot be understood. The message says what was expected. */
export class UsageError extends Error {}

/** The environment, as Node gives it. */
export type Environment = Readonly<Record<string, string | undefined>>

const PREFIX = 'MOCK_'
/**
 * What Kubernetes tells the containers beside a service that is called `mock`, or `mock-tls`; and what Docker tells those that are
 * linked to a container of that name, as GitLab's runner does.
 */
const OF_A_SERVICE =
  /^MOCK_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?|ENV_\w+)$/
/** The value of those that end in `_PORT`: an address, where this program expects a number. */
const ADDRESS = /^(?:tcp|udp|sctp):\/\//

/** The flag of an option: its name in kebab case. */
export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
/** The environment variable of an option: its name in upper case behind `MOCK_`. */
export const variableOf = (name: string): string => PREFIX + flagOf(name).slice(2).replaceAll('-', '_').toUpperCase()

/** What the words of a command line say. */
export interface Words {
  /** The texts of the flags, by their names; `true` for a flag without a value. Those of a list have commas between them. */
  readonly flags: ReadonlyMap<string, string | true>
  /** The words that belong to no flag. */
  readonly rest: readonly string[]
}

/**
 * Sorts the words of a command line by the options of a command.
 *
 * @throws UsageError for a flag that the command does not have, and one without its value
 */
export function sortWords(words: readonly string[], options: TObject): Words {
  const names = new Map(Object.keys(options.properties).map((name) => [flagOf(name), name]))
  const flags = new Map<string, string | true>()
  const rest: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    if (!word.startsWith('--')) {
      rest.push(word)
      continue
    }
    const [flag = '', ...value] = word.split('=')
    const name = names.get(flag)
    if (name === undefined) throw new UsageError(`unknown option ${flag}${suggestion(flag, [...names.keys()])}`)
    const schema = options.properties[name] as TSchema
    const before = TypeGuard.IsArray(schema) && flags.has(name) ? `${flags.get(name)},` : ''
    if (TypeGuard.IsBoolean(schema)) flags.set(name, value.length > 0 ? value.join('=') : true)
    else if (value.length > 0) flags.set(name, before + value.join('='))
    else if (i + 1 < words.length) flags.set(name, before + words[++i])
    else throw new UsageError(`${flag} expects a value`)
  }
  return { flags, rest }
}

/**
 * Refuses a `MOCK_` variable that no command has, which would otherwise be ignored in silence.
 *
 * @throws UsageError
 */
export function requireKnownVariables(environment: Environment, commands: readonly TObject[]): void {
  const known = commands.flatMap((options) => Object.keys(options.properties).map(variableOf))
  for (const [variable, value = ''] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || known.includes(variable)) continue
    if (OF_A_SERVICE.test(variable) || ADDRESS.test(value)) continue
    throw new UsageError(`unknown environment variable ${variable}${suggestion(variable, known)}`)
  }
}

/**
 * The values of the options of a command: a flag wins over its variable, and that over the default.
 *
 * @throws UsageError that names the flag or variable, and what was expected
 */
export function readOptions<T extends TObject>(options: T, { flags }: Words, environment: Environment): Static<T> {
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(options.properties)) {
    const [source, text] = textOf(name, flags, schema['flagOnly'] ? {} : environment, schema['secret'] === true)
    const value = text === undefined ? schema.default : read(text, schema)
    if (value === undefined && TypeGuard.IsOptional(schema)) continue
    if (value === undefined) throw new UsageError(`${flagOf(name)} is required`)
    const [error] = Errors(schema, value)
    if (error !== undefined) throw new UsageError(`${source}: ${expectation(schema, error.message)}, not '${text}'`)
    values[name] = value
  }
  return values as Static<T>
}

function textOf(
  name: string,
  flags: Words['flags'],
  environment: Environment,
  isSecret: boolean
): [string, string | true | undefined] {
  const flag = flags.get(name)
  if (flag !== undefined) return [flagOf(name), flag]
  const variable = variableOf(name)
  const given = environment[variable]
  // An empty one is what `${X:-}` leaves of one that is not set; of a secret, that would leave a door open.
  // Kubernetes says MOCK_PORT=tcp://10.0.0.1:3000 of a service that is called `mock`, and MOCK_TLS_PORT of `mock-tls`.
  const isNone = (given === '' && !isSecret) || ADDRESS.test(given ?? '')
  const text = isNone ? undefined : given
  // Many platforms say PORT.
  return name === 'port' && text === undefined ? ['PORT', environment['PORT'] || undefined] : [variable, text]
}

function read(text: string | true, schema: TSchema): unknown {
  if (TypeGuard.IsBoolean(schema)) return booleanOf(text)
  if (schema['bytes']) return bytesOf(String(text))
  if (TypeGuard.IsArray(schema))
    return String(text)
      .split(',')
      .map((word) => word.trim())
  if (TypeGuard.IsInteger(schema) || TypeGuard.IsNumber(schema)) return NUMBER.test(String(text)) ? Number(text) : text
  return text
}

function booleanOf(text: string | true): unknown {
  if (text === true || text === 'true' || text === '1') return true
  return text === 'false' || text === '0' ? false : text
}

const NUMBER = /^-?\d+(?:\.\d+)?$/
const UNITS = { '': 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 }

function bytesOf(text: string): number {
  const [, digits, unit = ''] = /^(\d+) ?([a-z]*)$/i.exec(text) ?? []
  const size = Object.entries(UNITS).find(([name]) => name === unit.toLowerCase())?.[1]
  return Number(digits) * (size ?? Number.NaN)
}

function expectation(schema: TSchema, message: string): string {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number }
  const most = maximum === undefined ? '' : `, at most ${maximum / UNITS.mib}MiB`
  if (schema['bytes']) return `expected a size such as 1MiB, 500KiB or 4096${most}`
  if (TypeGuard.IsInteger(schema))
    return `expected a whole number from ${minimum} ${maximum === undefined ? 'on' : `to ${maximum}`}`
  if (TypeGuard.IsArray(schema)) return 'expected host names or addresses, with commas between them'
  if (TypeGuard.IsUnion(schema)) return `expected ${schema['placeholder'].replaceAll('|', ' or ')}`
  if (schema.minLength === 1) return 'expected text'
  return message.charAt(0).toLowerCase() + message.slice(1)
}

/** The end of a sentence that tells of an unknown name: the nearest known one. */
export const suggestion = (unknown: string, known: readonly string[]): string =>
  known.length === 0 ? '' : `: did you mean ${closest(unknown, known)}?`
