import { ClockAndIds } from '../common/clock-and-ids.ts'
import { Control, type Server, serverAt } from './control.ts'
import type { Fixtures, ServerOptions } from './options.ts'
import { openSandbox, type TestSandbox } from './test-sandbox.ts'

/** The name of a sandbox has at most 63 characters. */
const LONGEST_TITLE = 40
const SUFFIX = 12

/** The mock that the tests of a worker use. */
export interface MockServer {
  readonly url: string
  /** Creates a new sandbox. @param title of the test; becomes a part of the sandbox's name */
  open(title: string, fixtures?: Fixtures): Promise<TestSandbox>
  /** Stops the server if it was started for this worker. */
  close(): Promise<void>
}

/**
 * Starts a mock, or uses a running one.
 *
 * @throws what `startMock` throws; TypeError for options that do not fit; an error if the running server cannot be reached
 */
export async function openServer(
  options: ServerOptions = {},
  { MOCK_URL, MOCK_ADMIN_TOKEN }: NodeJS.ProcessEnv = process.env
): Promise<MockServer> {
  const { url, ...others } = options
  if (others.noAdmin) throw new TypeError('option noAdmin: tests need the control API')
  const running = url ?? (MOCK_URL || undefined)
  if (running !== undefined) {
    requireFitting(url, others)
    const server = serverAt(running.replace(/\/$/, ''), others.adminToken ?? MOCK_ADMIN_TOKEN)
    await new Control(server).send('GET', 'version')
    return { url: server.url, open: openerFor(server, others.fixtures), close: async () => {} }
  }
  const { startMock } = await import('../index.ts')
  const mock = await startMock(others)
  return { url: mock.url, open: openerFor(serverAt(mock.url, others.adminToken)), close: () => mock.close() }
}

/** A running server cannot change its options. With `MOCK_URL`, they are those of another run, and do not count. */
function requireFitting(url: string | undefined, { fixtures: _, adminToken: __, ...others }: ServerOptions): void {
  const [name] = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  if (url !== undefined && name !== undefined)
    throw new TypeError(`option ${name}: cannot be used with the option url. Start that server with it`)
}

function openerFor(server: Server, ofAll?: Fixtures): MockServer['open'] {
  const ids = new ClockAndIds()
  return (title, fixtures = ofAll) =>
    openSandbox(server, `${slug(title)}-${ids.requestId().slice(0, SUFFIX)}`, fixtures)
}

/** A title as a part of a name: lower-case letters, digits and hyphens. */
function slug(title: string): string {
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return words.slice(0, LONGEST_TITLE).replaceAll(/^-+|-+$/g, '') || 'test'
}
