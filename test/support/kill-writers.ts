import { randomUUID } from 'node:crypto'
import { placeOf } from './kill-guids.ts'
import { type Ledger, Refused } from './kill-ledger.ts'
import { UPLOADED_SET } from './kill-sets.ts'

const headers = { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id', token: 'test-token' }
const json = { ...headers, 'content-type': 'application/json' }

/** How often a counting stub responds. */
export const TIMES = 5

/** Sends a request. @throws Refused if the response is not a success */
export async function send(url: string, method: string, path: string, body?: object): Promise<string> {
  const response = await fetch(url + path, {
    method,
    headers: json,
    // Not a TypeError, which means that the connection is broken.
    signal: AbortSignal.timeout(60_000),
    body: body === undefined ? null : JSON.stringify(body)
  })
  const text = await response.text()
  if (!response.ok) throw new Refused(response.status, `${method} ${path} failed with ${response.status}: ${text}`)
  return text
}

/** Changes one thing in several steps, each of which waits for the response to the one before. */
export type Writer = (url: string, name: string, ledger: Ledger) => Promise<void>

const writeAtrium: Writer = async (url, name, ledger) => {
  const key = `atrium ${name}`
  const fields = (metadata: string) => ({ user: { identifier: key, metadata } })
  const created = await ledger.change(key, 'first', () => send(url, 'POST', '/users', fields('first')))
  const { guid } = JSON.parse(created).user
  ledger.assign(placeOf(guid))
  const path = `/users/${guid}`
  await ledger.change(key, 'second', () => send(url, 'PUT', path, fields('second')))
  if (name.endsWith('2')) await ledger.change(key, undefined, () => send(url, 'DELETE', path))
}

const writeAtms: Writer = async (url, name, ledger) => {
  const key = `atms ${name}`
  const path = `/api/Users/${encodeURIComponent(key)}`
  const fields = (DisplayName: string) => ({ Username: key, DisplayName, UserGroupName: 'Operators' })
  await ledger.change(key, 'first false', () => send(url, 'POST', '/api/Users', fields('first')))
  await ledger.change(key, 'second false', () => send(url, 'PUT', path, fields('second')))
  await ledger.change(key, 'second true', () => send(url, 'PUT', `${path}/disable`))
  if (name.endsWith('3')) await ledger.change(key, undefined, () => send(url, 'DELETE', path))
}

const writeStub: Writer = async (url, name, ledger) => {
  const id = randomUUID()
  const key = `stub ${id}`
  const mapping = (body: string) => ({ id, request: { urlPath: `/stub/${name}` }, response: { body } })
  await ledger.change(key, 'first', () => send(url, 'POST', '/__admin/mappings', mapping('first')))
  await ledger.change(key, 'second', () => send(url, 'PUT', `/__admin/mappings/${id}`, mapping('second')))
  if (name.endsWith('1')) await ledger.change(key, undefined, () => send(url, 'DELETE', `/__admin/mappings/${id}`))
}

/** A stub that responds a limited number of times, and then no more. */
const useStub: Writer = async (url, _name, ledger) => {
  const id = randomUUID()
  const key = `uses ${id}`
  const mapping = { id, request: { urlPath: `/uses/${id}` }, metadata: { mock: { times: TIMES } } }
  await ledger.change(key, '0', () => send(url, 'POST', '/__admin/mappings', mapping))
  for (const used of ['1', '2', '3']) await ledger.change(key, used, () => send(url, 'GET', `/uses/${id}`))
}

const moveScenario: Writer = async (url, name, ledger) => {
  const scenarioName = `scenario ${name}`
  const step = (requiredScenarioState: string, newScenarioState: string) => ({
    scenarioName,
    requiredScenarioState,
    newScenarioState,
    request: { urlPath: `/scenario/${name}` }
  })
  const mappings = [step('Started', 'one'), step('one', 'two'), step('two', 'three')]
  await ledger.change(scenarioName, 'Started', () => send(url, 'POST', '/__admin/mappings/import', { mappings }))
  for (const state of ['one', 'two'])
    await ledger.change(scenarioName, state, () => send(url, 'GET', `/scenario/${name}`))
  const path = `/__admin/scenarios/${encodeURIComponent(scenarioName)}/state`
  if (name.endsWith('4')) await ledger.change(scenarioName, 'one', () => send(url, 'PUT', path, { state: 'one' }))
}

/** A fixture set, which the server keeps in a separate file. */
export const uploadSet: Writer = async (url, name, ledger) => {
  const key = `set set-${name}`
  const path = `/__admin/fixtures/set-${name}`
  const content = (identifier: string) => {
    const [user] = UPLOADED_SET.atrium.users
    return { ...UPLOADED_SET, atrium: { ...UPLOADED_SET.atrium, users: [{ ...user, identifier }] } }
  }
  await ledger.change(key, 'first', () => send(url, 'PUT', path, content('first')))
  await ledger.change(key, 'second', () => send(url, 'PUT', path, content('second')))
  if (name.endsWith('5')) await ledger.change(key, undefined, () => send(url, 'DELETE', path))
}

export const WRITERS: readonly Writer[] = [writeAtrium, writeAtms, writeStub, useStub, moveScenario]
