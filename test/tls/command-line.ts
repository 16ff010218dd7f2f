import type { Test } from 'tap'
import { certificateFiles, httpsRequest } from '../support/certificates.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run, served } from '../support/terminal.ts'

const NAMES = ['--tls-name', 'one.example', '--tls-name=two.example']
const WORDS = ['--port', '0', '--ephemeral', '--tls-port', '0', ...NAMES]

/** What the program prints, and its option --tls-name. */
export async function commandLine(t: Test): Promise<void> {
  t.test('the banner shows the HTTPS URL and the CA certificate', async (t) => {
    const { message, stop } = await served(WORDS)
    t.match(message, /HTTPS {5}https:\/\/localhost:\d+\n.*ca\.pem:\n-----BEGIN CERTIFICATE-----\n/, 'the banner')
    await stop()
    const environment = { MOCK_TLS_PORT: '0', MOCK_TLS_NAME: 'one.example,two.example', PORT: '0', MOCK_EPHEMERAL: '1' }
    t.match(
      await run(['--json'], { environment }),
      { code: 0, out: /"tlsUrl":"https:\/\/127\.0\.0\.1:\d+"/ },
      'the ready line'
    )
    t.match(
      await run([], { environment: { ...environment, MOCK_TLS_NAME: 'https://x' } }),
      {
        code: 2,
        err: "atrium-atms-mock: MOCK_TLS_NAME: expected a host name or address, not 'https://x'\n"
      },
      'an invalid name'
    )
    t.match((await run(['--help'])).out, /--tls-name NAME [\s\S]*?; repeatable or comma-separated\n/, 'the help')
    const folder = await temporaryFolder(t)
    const { tlsCert, tlsKey } = await certificateFiles(folder, 'own')
    const provided = await run(['--port=0', '--ephemeral', '--tls-port=0', '--tls-cert', tlsCert, '--tls-key', tlsKey])
    t.match(provided.out, /HTTPS/, 'the banner with a provided certificate')
    t.notMatch(provided.out, /BEGIN/, 'a provided certificate is not printed')
  })

  t.test('a repeated --tls-name adds all names', async (t) => {
    const { message, stop } = await served([...WORDS, '--json'])
    const { url, tlsUrl } = JSON.parse(message)
    const ca = await (await fetch(`${url}/__admin/ca.pem`)).text()
    for (const servername of ['one.example', 'two.example']) {
      const { port } = new URL(tlsUrl)
      t.match(
        await httpsRequest({ host: '127.0.0.1', port, servername, path: '/users', ca }),
        { status: 401 },
        servername
      )
    }
    await stop()
  })
}
