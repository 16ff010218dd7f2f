import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { clientOf } from '../support/client.ts'
import { plantedRequests } from '../support/planted-requests.ts'
import { plantedStubs } from '../support/planted-stubs.ts'
import { RawConnection } from '../support/raw.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run, served } from '../support/terminal.ts'

const SECRET = 's3cr3t'
/** The secret of one row. No other secret contains it. */
const secretOf = (row: number): string => `${SECRET}${row}x`

/** The names of the texts that contain a secret. */
function textsWith(secret: string, texts: Readonly<Record<string, string>>): string[] {
  const forms = [secret, Buffer.from(`joe:${secret}`).toString('base64')]
  return Object.keys(texts).filter((name) => forms.some((form) => texts[name]?.includes(form)))
}

async function startServer() {
  const words = ['--port', '0', '--ephemeral', '--log-level', 'info', '--json']
  const { message, ...server } = await served(words)
  return { url: String(JSON.parse(message).url), ...server }
}

const FILES: readonly (readonly [name: string, content: string])[] = [
  ['a text in place of tokens', `{"atms":{"tokens":"${SECRET}"}}`],
  ['an object in place of tokens', `{"atms":{"tokens":{"a":["${SECRET}"]}}}`],
  ['a text in place of credentials', `{"atrium":{"credentials":"${SECRET}"}}`],
  ['a list in place of a credential', `{"atrium":{"credentials":[["${SECRET}"]]}}`],
  ['a text in place of a section', `{"atms":"${SECRET}"}`],
  ['a list in place of everything', `["${SECRET}"]`],
  ['a text in place of everything', `"${SECRET}"`]
]

const URLS = [`http://joe:${SECRET}@x/f.json`, `https://x/f.json?private_token=${SECRET}`]
const COMMANDS: readonly ((url: string) => readonly string[])[] = [
  ...[
    '--fixtures',
    '--stubs',
    '--fixtures-dir',
    '--port',
    '--cors',
    '--admin-origin',
    '--allow-host',
    '--tls-name',
    '--log-level'
  ].map((flag) => (url: string) => ['--ephemeral', '--port', '0', flag, url]),
  (url) => ['--ephemeral', '--port', '0', '--tls-port', '0', '--tls-cert', url, '--tls-key', url],
  (url) => ['health', '--url', url],
  (url) => ['check', url],
  (url) => ['save', url],
  (url) => ['state', '--url', 'http://127.0.0.1:1', url],
  (url) => [url]
]

/** Each row plants its own secret, and no output may contain it. */
export async function plantedSecrets(t: Test): Promise<void> {
  t.test('no output contains a secret of a request', async (t) => {
    const { url, written, stop } = await startServer()
    const admin = clientOf(url)
    const rows = plantedRequests(secretOf)
    const connection = await RawConnection.open(t, url)
    for (const [i, { name, target, headers }] of rows.entries()) {
      const host = headers.some((line) => line.startsWith('Host:')) ? [] : ['Host: localhost']
      const { text } = await connection.send([`GET ${target} HTTP/1.1`, ...host, ...headers])
      if (target.includes('__admin')) t.notMatch(text, secretOf(i), `${name}: the response`)
    }
    const texts: Record<string, string> = {}
    for (const call of [
      'GET /__admin/requests',
      'POST /__admin/requests/find',
      'GET /__admin/requests/unmatched',
      'GET /sandboxes/w1/__admin/requests',
      'GET /__admin/sandboxes',
      'GET /__admin/health',
      'POST /__admin/requests/remove'
    ])
      texts[call] = (await admin(call, call.startsWith('POST') ? { body: '{}' } : {})).text
    await stop()
    texts['the log'] = written.out + written.err
    for (const [i, { name }] of rows.entries()) t.strictSame(textsWith(secretOf(i), texts), [], name)
  })

  t.test('no output contains a secret of a stub, except the stub itself', async (t) => {
    const { url, written, stop } = await startServer()
    const admin = clientOf(url)
    const rows = plantedStubs(secretOf)
    const nearby: string[] = []
    for (const [i, { name, path, mapping, pattern }] of rows.entries()) {
      const post = (call: string, body: object) => admin(`POST /__admin/${call}`, { body: JSON.stringify(body) })
      const { status, text } = await post('mappings', mapping)
      t.equal(status, 201, `${name}: created`)
      t.match(text, secretOf(i), `${name}: can be loaded again`)
      await admin(`GET ${path}`)
      const ofRequest = await post('near-misses/request', { url: path, method: 'PUT' })
      t.match(ofRequest.text, 'stubMapping', `${name}: a near miss`)
      const ofPattern = await post('near-misses/request-pattern', pattern)
      nearby.push(ofRequest.text + ofPattern.text)
      // These show the same stubs.
      if (i % 10 === 0) nearby.push((await admin('GET /__admin/requests/unmatched/near-misses')).text)
      await admin('DELETE /__admin/mappings')
    }
    const journal = (await admin('GET /__admin/requests')).text
    t.match(journal, '/stub-1', 'the journal contains the requests')
    await stop()
    const texts = { 'near misses': nearby.join(), journal, log: written.out + written.err }
    for (const [i, { name }] of rows.entries()) t.strictSame(textsWith(secretOf(i), texts), [], name)
  })

  t.test('a request that a client describes is shown without its secrets', async (t) => {
    const { url, stop } = await startServer()
    const admin = clientOf(url)
    await admin('POST /__admin/mappings', { body: '{"request":{"urlPath":"/x"}}' })
    const described = {
      url: `/y?token=${SECRET}`,
      absoluteUrl: `http://joe:${SECRET}@localhost/y?token=${SECRET}`,
      host: `joe:${SECRET}@localhost/`,
      headers: { 'X-Auth-Token': [SECRET, SECRET], Referer: `//joe:${SECRET}@x` },
      cookies: { a: [SECRET] },
      queryParams: { token: { key: 'token', values: [SECRET, 4711] } },
      formParams: { password: { key: 'password', values: [SECRET] } }
    }
    for (const [name, value] of Object.entries(described)) {
      const { text } = await admin('POST /__admin/near-misses/request', { body: JSON.stringify({ [name]: value }) })
      t.match(text, '*****', `${name} is shown`)
      t.notMatch(text, new RegExp(`${SECRET}|4711`), name)
    }
    await stop()
  })

  t.test('no message of the command line contains a secret', async (t) => {
    const folder = await temporaryFolder(t)
    for (const [name, content] of FILES) {
      const file = join(folder, 'bad.json')
      await writeFile(file, content)
      const { err } = await run(['check', file])
      t.match(err, 'expected', name)
      t.notMatch(err, SECRET, name)
    }
    for (const words of URLS.flatMap((url) => COMMANDS.map((command) => command(url)))) {
      const { err, code } = await run(words)
      t.not(code, 0, words.join(' '))
      t.match(err, /\*{5}/, `${words.join(' ')}: the rest is shown`)
      t.notMatch(err, SECRET, words.join(' '))
    }
  })
}
