import type { Test } from 'tap'
import { rules } from '../../src/apis/atms/rules.ts'
import type { MockOptions } from '../../src/index.ts'
import { type ClientResponse, clientOf } from './client.ts'
import { mockFor } from './mock.ts'
import { type TestSetup, twinOf } from './table.ts'
import { watchRules } from './watched-rules.ts'

export const JSON_TYPE = { 'content-type': 'application/json' }

/** Users of the default fixtures. */
export const ASMITH =
  '{"Username":"asmith","DisplayName":"Alice Smith","UserGroupName":"Administrators","Email":"asmith@dot.example","Phone":"+1 555 0100","IsAccountDisabled":false}'
export const DLEE =
  '{"Username":"dlee","DisplayName":"Dana Lee","UserGroupName":"Operators","Email":null,"Phone":"+1 555 0103","IsAccountDisabled":true}'

/** A mock, a client with its token, and the checks for every response of the ATMS. */
export async function atmsFor(t: Test, options: MockOptions = {}): Promise<TestSetup> {
  const watched = watchRules(t, rules)
  const mock = await mockFor(t, options)
  const credentials = mock.credentials.atms
  const client = watched(clientOf(mock.url, credentials), credentials)
  return { mock, client, twin: twinOf(t, mock, credentials, options), brokenRules }
}

/** The body of a 400. @param problems the messages of each field, or of the whole definition under '' */
export function invalid(problems: Readonly<Record<string, readonly string[]>>): object {
  const named = Object.entries(problems).map(([field, texts]) => [`userDefinition${field && '.'}${field}`, texts])
  return { Message: 'The request is invalid.', ModelState: Object.fromEntries(named) }
}

/** A valid user definition, with the given fields replaced. */
export const definition = (fields: object = {}): string =>
  JSON.stringify({ Username: 'new', DisplayName: 'New', UserGroupName: 'Operators', ...fields })

export const REQUIRED = (field: string): string => `The ${field} field is required.`
export const UNREADABLE = 'An error has occurred.'
export const NOT_PRESENT = invalid({ '': ['A value is required but was not present in the request.'] })
export const noUser = (name: string) => ({ Message: `User '${name}' was not found.` })

function brokenRules({ status, headers, text }: ClientResponse): string[] {
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
