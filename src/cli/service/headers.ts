import { readFileSync } from 'node:fs'
import type { Api } from '../../api/define-api.ts'
import { hideUserInfoInUrls, REDACTED } from '../../common/secrets.ts'
import type { ServiceOptions } from '../../options/service-options.ts'
import { type Environment, UsageError } from '../options.ts'

/** The headers that a command sends with every request. */
export interface ServiceHeaders {
  /** By the names that the API uses. */
  readonly credentials: Readonly<Record<string, string>>
  readonly others: readonly (readonly [name: string, value: string])[]
}

const HEADER = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*?)\s*$/
/** Characters that a header cannot contain. */
const CONTROL = /(?!\t)\p{Cc}|[^\0-\xff]/u

/** The variable of a credential: the name of the API, and that of the header, such as `EXAMPLE_X_TOKEN`. */
export const credentialVariable = ({ name }: Api, header: string): string =>
  `${name}_${header}`.replaceAll(/\W/g, '_').toUpperCase()

/**
 * Reads the headers from the options, a file, and the environment, in this order of precedence.
 *
 * @throws UsageError that never quotes a value
 */
export function readHeaders(
  api: Api,
  { header = [], headersFile }: Pick<ServiceOptions, 'header' | 'headersFile'>,
  environment: Environment
): ServiceHeaders {
  const given = [
    ...linesOf(headersFile).map(([line, number]) => parseHeader(line, `${headersFile}:${number}`)),
    ...header.map((line) => parseHeader(line, '--header'))
  ]
  const names = Object.keys(api.credential.headers)
  const credentials: Record<string, string> = {}
  for (const name of names) {
    const variable = credentialVariable(api, name)
    const value = given.findLast(([other]) => isSameName(other, name))?.[1] ?? environment[variable]
    if (!value)
      throw new UsageError(
        `missing credential ${name}: use --header '${name}: …', --headers-file FILE, or set ${variable}`
      )
    if (CONTROL.test(value)) throw new UsageError(`${variable}: expected the value of a header, without line breaks`)
    credentials[name] = value
  }
  return { credentials, others: given.filter(([other]) => !names.some((name) => isSameName(other, name))) }
}

export const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** The lines of a file that are neither empty nor comments, with their numbers. */
function linesOf(file: string | undefined): [line: string, number: number][] {
  if (file === undefined) return []
  const lines = readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
  return lines.flatMap((line, i) => (/^\s*(?:#|$)/.test(line) ? [] : [[line, i + 1]]))
}

function parseHeader(line: string, source: string): [name: string, value: string] {
  const [, name = '', value = ''] = HEADER.exec(line) ?? []
  if (name === '') throw new UsageError(`${source}: expected 'Name: value'`)
  if (CONTROL.test(value))
    throw new UsageError(`${source}: the value of ${name} contains characters that a header cannot have`)
  return [name, value]
}

/**
 * Hides the values of headers in a text, in any case, also percent-encoded, in Base64 or in JSON. Very short values would hide too much.
 */
export function hideValues({ credentials, others }: ServiceHeaders): (text: string) => string {
  const values = [...Object.values(credentials), ...others.filter(isPrivate).map(([, value]) => value)]
  const forms = values
    .flatMap(secretsIn)
    .flatMap((value) => [
      ...inJson(value, NESTED_JSON),
      encodeURIComponent(value),
      Buffer.from(value).toString('base64')
    ])
  const secrets = [...new Set(forms)]
    .filter(({ length }) => length >= SHORTEST_HIDDEN)
    .sort((a, b) => b.length - a.length)
  const patterns = secrets.map((secret) => secret.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  if (secrets.length === 0) return hideUserInfoInUrls
  const pattern = new RegExp(patterns.join('|'), 'gi')
  return (text) => {
    const parts = hideUserInfoInUrls(text).replaceAll(pattern, REDACTED).split(CUT)
    return parts.map((part, i) => (i < parts.length - 1 ? hideStart(part, secrets) : part)).join(CUT)
  }
}

/** Follows a text that was shortened. */
const CUT = '…'

/** Hides the start of a secret at the end of a text that was shortened in the middle of it. */
function hideStart(text: string, secrets: readonly string[]): string {
  const lengths = secrets.map((secret) => {
    let length = Math.min(secret.length, text.length)
    while (length > 0 && !isSameName(text.slice(-length), secret.slice(0, length))) length--
    return length
  })
  const longest = Math.max(...lengths)
  return longest < SHORTEST_HIDDEN ? text : `${text.slice(0, -longest)}${REDACTED}`
}

/** The value, the part after a scheme such as `Bearer`, and the user name and the password of `Basic`. */
function secretsIn(value: string): string[] {
  const [, scheme = '', rest = value] = /^(\S+) (.*)$/.exec(value) ?? []
  if (scheme.toLowerCase() !== 'basic') return [value, rest]
  const pair = Buffer.from(rest, 'base64').toString()
  return [value, rest, pair, pair.slice(pair.indexOf(':') + 1)]
}

/** A response is often quoted as JSON, and may itself contain JSON in a text. */
const NESTED_JSON = 3

/** A text as it is, in a text of JSON, in one within another, and so on. */
const inJson = (text: string, levels: number): string[] =>
  levels === 0 ? [text] : [text, ...inJson(JSON.stringify(text).slice(1, -1), levels - 1)]

const SHORTEST_HIDDEN = 3

/** Headers that say nothing secret. The value of any other one is treated as a secret. */
const isPrivate = ([name]: readonly [string, string]): boolean =>
  !/^(?:accept(?:-\w+)?|user-agent|host|origin|referer)$/i.test(name)
