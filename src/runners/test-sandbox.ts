import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Api } from '../api/define-api.ts'
import { apis } from '../apis/index.ts'
import { reasonOf } from '../common/reason-of.ts'
import { mediaTypeOf } from '../fixtures/fixture-format.ts'
import type { Credentials } from '../index.ts'
import { headersOf } from '../sandbox/credentials.ts'
import { Control, type Server } from './control.ts'
import { expectRequests } from './expectation.ts'
import { type Failure, failureOf } from './failure.ts'
import type { Fixtures, TestMock } from './options.ts'
import { RemoteRequests } from './remote-requests.ts'

/** The sandbox of one test. */
export interface TestSandbox {
  readonly mock: TestMock
  /** What it received. */
  failure(): Promise<Failure>
  drop(): Promise<void>
}

/**
 * Creates a sandbox for a test.
 *
 * @param name must be new
 * @param fixtures those of the server if omitted
 * @throws for unknown or invalid fixtures, and if the server has too many sandboxes
 */
export async function openSandbox(server: Server, name: string, fixtures?: Fixtures): Promise<TestSandbox> {
  const ofServer = new Control(server)
  const control = new Control(server, name)
  await ofServer.send('PUT', `sandboxes/${name}`, { json: isSet(fixtures) ? { fixtures } : {} })
  await upload(control, fixtures)
  return {
    mock: await testMock(server, name, control, fixtures),
    failure: () => failureOf(control),
    async drop() {
      await ofServer.send('DELETE', `sandboxes/${name}`)
    }
  }
}

/** Whether these fixtures are the name of a set. Names of files contain a dot or a slash. */
const isSet = (fixtures: Fixtures | undefined): fixtures is string =>
  typeof fixtures === 'string' && !/[/\\.]/.test(fixtures)

/** Replaces the records, unless the fixtures are a set that the server has. */
async function upload(control: Control, fixtures: Fixtures | undefined): Promise<void> {
  if (fixtures === undefined || isSet(fixtures)) return
  if (typeof fixtures === 'string') await access(fixtures).catch(cannotRead(fixtures))
  const upload =
    typeof fixtures === 'string'
      ? { content: createReadStream(fixtures), contentType: mediaTypeOf(fixtures) }
      : { content: Readable.from(JSON.stringify(fixtures)), contentType: 'application/json' }
  await control.send('PUT', 'state', { upload })
}

const cannotRead =
  (file: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw new Error(`fixtures: cannot read ${file}: ${reasonOf(error)}`)
  }

async function testMock(server: Server, name: string, control: Control, initial?: Fixtures): Promise<TestMock> {
  const requests = new RemoteRequests(control)
  // The server does not keep uploaded fixtures: each reset uploads them again.
  let current = initial
  return {
    name,
    url: `${server.url}/sandboxes/${name}`,
    credentials: await credentialsIn(control),
    requests,
    coverage: ({ allSandboxes = false } = {}) =>
      control.read('GET', allSandboxes ? 'coverage?all-sandboxes' : 'coverage'),
    stub: (mapping) => control.read('POST', 'mappings', { json: mapping }),
    chaos: {
      start: (choice) => control.read('POST', 'chaos', { json: choice }),
      stop: (profile) =>
        control.read('DELETE', profile === undefined ? 'chaos' : `chaos?profile=${encodeURIComponent(profile)}`),
      report: ({ limit } = {}) => control.read('GET', limit === undefined ? 'chaos' : `chaos?limit=${limit}`)
    },
    async reset(fixtures = current) {
      await control.send('POST', 'reset', { json: isSet(fixtures) ? { fixtures } : {} })
      await upload(control, fixtures)
      current = fixtures
    },
    expectRequest: (expected, count = {}) => expectRequests(control, requests, expected, count),
    async expectNoRequest(expected) {
      await expectRequests(control, requests, expected, { times: 0 })
    }
  }
}

/** The first credential that the sandbox has for each API. */
async function credentialsIn(control: Control): Promise<Credentials> {
  const entries = apis.map(async (api: Api) => {
    const { list } = api.credential
    const path = `records/${api.name}/${list}?limit=1`
    const { records } = await control.read<{ records: { record: unknown }[] }>('GET', path)
    const { bare } = api.lists[list] ?? {}
    const record = records[0]?.record
    const whole = bare === undefined || record === undefined ? record : { [bare]: record }
    return [api.name, headersOf(api, whole as object | undefined)] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as Credentials
}
