import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Value } from '@sinclair/typebox/value'
import type { Test } from 'tap'
import { contacts } from '../../examples/third-api/index.ts'
import { apis } from '../../src/apis/index.ts'
import { packageRoot } from '../../src/common/version.ts'
import { startServer } from '../../src/mock/start-mock.ts'
import { MockOptions, withApiOptions } from '../../src/options/options.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** The one line that adds an API. */
export const all = [...apis, contacts]

export const CONTACTS = '/contacts-api/contacts'
export const ADA = { id: 'c1', name: 'Ada Lovelace', email: 'ada@example.com' }
const SECTION = { tokens: ['secret-token'], contacts: [ADA, { id: 'c3', name: 'Grace Hopper' }] }
export const BEARER = { authorization: 'Bearer secret-token' }

/** The options of a mock in memory on a random port. */
export const optionsFor = (options: object): MockOptions =>
  Value.Parse(withApiOptions(MockOptions, all), { port: 0, ephemeral: true, ...options })

/** The built-in fixtures, with a section for contacts. */
export async function fixtureFile(t: Test, section: object = SECTION): Promise<string> {
  const file = join(await temporaryFolder(t), 'with-contacts.json')
  const others = JSON.parse(await readFile(join(packageRoot, 'fixtures/default.json'), 'utf8'))
  await writeFile(file, JSON.stringify({ ...others, contacts: section }))
  return file
}

/** Starts a server with contacts. */
export async function startedFor(t: Test, options: object = {}) {
  const started = await startServer(optionsFor({ fixtures: await fixtureFile(t), ...options }), all)
  t.teardown(() => started.mock.close())
  return started
}

/** Starts a mock with contacts. @returns it, and a function that calls it */
export async function mockFor(t: Test, options: object = {}) {
  const { mock } = await startedFor(t, options)
  return { mock, send: sendTo(mock.url) }
}

/** @returns a function that sends requests with the token */
export function sendTo(url: string) {
  return async (call: string, body?: object | string, headers: Record<string, string> = BEARER) => {
    const [method = '', path = ''] = call.split(' ')
    const text = typeof body === 'object' ? JSON.stringify(body) : body
    const response = await fetch(url + path, { method, headers, ...(text !== undefined && { body: text }) })
    const received = await response.text()
    const isJson = /^[[{]/.test(received)
    return { status: response.status, headers: response.headers, text: received, json: isJson && JSON.parse(received) }
  }
}
