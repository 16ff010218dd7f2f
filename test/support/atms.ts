import type { Test } from 'tap'
import type { MockOptions } from '../../src/index.ts'
import { type Answer, clientOf } from './client.ts'
import { mockFor } from './mock.ts'
import type { Proof } from './table.ts'

export const JSON_TYPE = { 'content-type': 'application/json' }

/** Users of the default fixtures. */
export const ASMITH =
  '{"Username":"asmith","DisplayName":"Alice Smith","UserGroupName":"Administrators","Email":"asmith@dot.example","Phone":"+1 555 0100","IsAccountDisabled":false}'
export const DLEE =
  '{"Username":"dlee","DisplayName":"Dana Lee","UserGroupName":"Operators","Email":null,"Phone":"+1 555 0103","IsAccountDisabled":true}'

/** A mock, a client with its token, and what every answer of the ATMS carries. */
export async function atmsFor(t: Test, options: MockOptions = {}): Promise<Proof> {
  const mock = await mockFor(t, options)
  return { mock, client: clientOf(mock.url, mock.credentials.atms), faults }
}

/** The body of a 400. @param problems of each field of the definition, or of it as a whole under '' */
export function invalid(problems: Readonly<Record<string, readonly string[]>>): object {
  const named = Object.entries(problems).map(([field, texts]) => [`userDefinition${field && '.'}${field}`, texts])
  return { Message: 'The request is invalid.', ModelState: Object.fromEntries(named) }
}

/** A definition that is valid but for what a test puts in. */
export const definition = (members: object = {}): string =>
  JSON.stringify({ Username: 'new', DisplayName: 'New', UserGroupName: 'Operators', ...members })

export const REQUIRED = (field: string): string => `The ${field} field is required.`
export const UNREADABLE = 'An error has occurred.'
export const NOT_PRESENT = invalid({ '': ['A value is required but was not present in the request.'] })
export const noUser = (name: string) => ({ Message: `User '${name}' was not found.` })

function faults({ status, headers, text }: Answer): string[] {
  const rules: [string, boolean][] = [
    ['Content-Type', text === '' || headers['content-type'] === 'application/json; charset=utf-8'],
    ['Cache-Control', headers['cache-control'] === 'no-cache'],
    ['Pragma', headers.pragma === 'no-cache'],
    ['Expires', headers.expires === '-1'],
    ['no Server', headers.server === undefined],
    ['no X-Powered-By', headers['x-powered-by'] === undefined],
    ['no WWW-Authenticate', headers['www-authenticate'] === undefined],
    ['no Location', headers.location === undefined],
    ['a 204 has no body', status !== 204 || text === ''],
    ['an error has a Message', status < 400 || text === '' || typeof JSON.parse(text).Message === 'string']
  ]
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule)
}
