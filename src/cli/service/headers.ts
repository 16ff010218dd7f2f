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

/** Hides the values of headers in a text, also percent-encoded or in Base64. Very short values would hide too much. */
export function hideValues({ credentials, others }: ServiceHeaders): (text: string) => string {
  const values = [...Object.values(credentials), ...others.filter(isPrivate).map(([, value]) => value)]
  const forms = values
    .flatMap((value) => [value, value.replace(/^\S+ /, '')])
    .flatMap((value) => [
      value,
      encodeURIComponent(value),
      Buffer.from(value).toString('base64'),
      JSON.stringify(value).slice(1, -1)
    ])
  const secrets = [...new Set(forms)]
    .filter(({ length }) => length >= SHORTEST_HIDDEN)
    .sort((a, b) => b.length - a.length)
  return (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, REDACTED), hideUserInfoInUrls(text))
}

const SHORTEST_HIDDEN = 3

/** Headers that say nothing secret. The value of any other one is treated as a secret. */
const isPrivate = ([name]: readonly [string, string]): boolean =>
  !/^(?:accept(?:-\w+)?|user-agent|host|origin|referer)$/i.test(name)
