import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { configuredUrl } from '../../src/cli/configured-url.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run } from '../support/terminal.ts'

/** The URL that commands call without --url. */
export async function configuredUrls(t: Test): Promise<void> {
  t.test('a command finds the server that its environment configures', async (t) => {
    const folder = await temporaryFolder(t)
    const commandLine = join(folder, 'cmdline')
    const rows: [environment: Record<string, string>, firstProcess: string[], expected: string][] = [
      [{}, [], 'http://localhost:3000'],
      [{ MOCK_PORT: '8080' }, [], 'http://localhost:8080'],
      [{ PORT: '8081', MOCK_HOST: '0.0.0.0' }, ['node', 'main.js'], 'http://localhost:8081'],
      [{ MOCK_PORT: '8080' }, ['node', 'main.js', '--port', '8082'], 'http://localhost:8082'],
      [{}, ['init', '--', 'node', 'main.js', 'serve', '--port=8083', '--watch'], 'http://localhost:8083'],
      [{}, ['node', 'main.js', '--host', '::'], 'http://localhost:3000'],
      [{}, ['node', 'main.js', '--host', 'fd00::1', '--tls-port', '443'], 'http://[fd00::1]:3000'],
      [{ MOCK_HOST: '10.0.0.1' }, ['other', '--port', '1'], 'http://10.0.0.1:3000'],
      [{}, ['node', 'main.js', 'state', '--wrong', 'x'], 'http://localhost:3000']
    ]
    for (const [environment, words, expected] of rows) {
      await writeFile(commandLine, words.map((word) => `${word}\0`).join(''))
      t.equal(configuredUrl(environment, 'main.js', commandLine), expected, words.join(' '))
    }
    t.equal(configuredUrl({}, 'main.js', join(folder, 'none')), 'http://localhost:3000', 'no command line to read')
    const mock = await mockFor(t)
    t.match(
      await run(['health'], { environment: { MOCK_PORT: String(mock.port) } }),
      { code: 0 },
      'the port of the environment'
    )
    t.match(
      await run(['health'], { environment: { MOCK_PORT: 'x' } }),
      { code: 2, err: /MOCK_PORT: expected/ },
      'an invalid port'
    )
    t.strictSame(
      await run(['health'], { environment: { MOCK_PORT: '0' } }),
      {
        code: 1,
        out: '',
        err: 'atrium-atms-mock: the server listens on a random port (--port 0): pass the URL from its output as --url\n'
      },
      'a random port'
    )
    t.match(
      await run(['health', '--url', mock.url], { environment: { MOCK_PORT: '0' } }),
      { code: 0 },
      '--url takes precedence'
    )
  })
}
