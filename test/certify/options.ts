import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { hideValues } from '../../src/cli/service/headers.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { type Run, run } from '../support/terminal.ts'
import { CREDENTIALS, certify, serverFor } from './certify.ts'

const USERS = '{"users":[],"pagination":{"current_page":1,"per_page":25,"total_entries":0,"total_pages":1}}'

/** Options and what they need. */
export async function options(t: Test): Promise<void> {
  const certified = (...words: string[]): Promise<Run> => run(['certify', ...words])
  const folder = await temporaryFolder(t)
  const file = join(folder, 'headers')
  writeFileSync(file, '# comment\nMX-API-Key: from-file\n\nno colon\n')
  const url = ['--url', 'http://127.0.0.1:1']
  const atrium = [...url, '--api', 'atrium']
  const rows: [words: string[], message: RegExp][] = [
    [url, /missing option: --api \(available: atrium, atms\)/],
    [['--api', 'atrium'], /missing option: --url/],
    [[...url, '--api', 'atrum'], /unknown API 'atrum' \(did you mean 'atrium'\?\)/],
    [['--api', 'atrium', '--url', 'ftp://x'], /invalid URL 'ftp:\/\/x': expected a URL such as/],
    [['--api', 'atrium', '--url', 'http://ada:secret@x'], /a URL with a user name is not supported/],
    [
      atrium,
      /missing credential MX-API-Key: use --header 'MX-API-Key: …', --headers-file FILE, or set ATRIUM_MX_API_KEY/
    ],
    [[...atrium, '--header', 'secret'], /--header: expected 'Name: value'/],
    [[...atrium, '--header', 'a b: secret'], /--header: expected 'Name: value'/],
    [[...atrium, '--header', 'A: secret\u0001'], /the value of A contains characters that a header cannot have/],
    [[...atrium, '--headers-file', file], /headers:4: expected 'Name: value'/],
    [[...atrium, '--only', 'atrium.pagin'], /--only: unknown rule 'atrium.pagin' \(did you mean 'atrium.paging'\?\)/],
    [[...atrium, '--only', 'x'], /--only: unknown rule 'x': use an id, or one of atrium.routes, /]
  ]
  for (const [words, message] of rows) {
    const { code, err } = await certified(...words)
    t.match(err, message, `${words.join(' ')}: the message`)
    t.notMatch(err, /secret/, `${words.join(' ')}: no value is shown`)
    t.equal(code, 2, `${words.join(' ')}: the exit code`)
  }
  const untried = await certify(t, await serverFor(t, (_, reply) => reply.end(USERS)), [
    ...['--api', 'atrium', '--only', 'atrium.routes.create']
  ])
  t.match([untried.code, untried.err], [2, /no rule was tried. Use --write/], 'nothing that can be tried')
}

/** An existing file is not overwritten by the journal: it could be that of an interrupted run. */
export async function existingJournal(t: Test): Promise<void> {
  const journal = join(await temporaryFolder(t), 'journal.jsonl')
  writeFileSync(journal, 'x')
  const url = await serverFor(t, (_, reply) => reply.end(USERS))
  const words = ['certify', '--url', url, '--api', 'atrium', '--write', '--journal', journal]
  const { code, err } = await run(words, { environment: CREDENTIALS })
  t.match([code, err], [2, `atrium-atms-mock: ${journal} exists already. Use another path\n`], 'the message')
}

/** A file that cannot be written is an error before anything is sent: a run can take long. */
export async function wrongFiles(t: Test): Promise<void> {
  let requests = 0
  const url = await serverFor(t, (_, reply) => {
    requests++
    reply.end(USERS)
  })
  const folder = await temporaryFolder(t)
  for (const name of ['junit', 'json', 'markdown', 'evidence']) {
    const words = ['--api', 'atrium', '--only', 'atrium.routes.list', `--${name}`]
    const missing = await certify(t, url, [...words, join(folder, 'missing', 'x')])
    t.match([missing.code, missing.err], [2, /no such folder: .*missing. Create it/], `--${name}: a missing folder`)
    const wrong = await certify(t, url, [...words, folder])
    t.match([wrong.code, wrong.err], [2, /expected a file, but it is a folder/], `--${name}: a folder`)
  }
  t.equal(requests, 0, 'nothing was sent')
}

/** Where credentials come from, and what is sent. */
export async function headers(t: Test): Promise<void> {
  const seen: Record<string, unknown>[] = []
  const url = await serverFor(t, (request, reply) => {
    seen.push(request.headers)
    reply.end(USERS)
  })
  const file = join(await temporaryFolder(t), 'headers')
  writeFileSync(file, '\ufeffmx-api-key: from-file\r\nX-Tenant: a, b\r\n')
  const words = [
    '--api',
    'atrium',
    '--only',
    'atrium.routes.list',
    '--headers-file',
    file,
    '--header',
    'Accept: a/b, c/d'
  ]
  await certify(t, url, words)
  t.match(
    seen[0],
    { 'mx-api-key': 'from-file', 'mx-client-id': 'test-client-id', 'x-tenant': 'a, b', accept: 'a/b, c/d' },
    'from a file, the environment and an option; commas are kept'
  )
  await certify(t, url, [...words, '--header', 'MX-API-Key: from-option'])
  t.equal(seen.at(-1)?.['mx-api-key'], 'from-option', 'an option has precedence')
  const echo = await serverFor(t, (request, reply) =>
    reply.writeHead(500).end(JSON.stringify({ error: request.headers }))
  )
  const { err } = await certify(t, echo, words)
  t.notMatch(err, /from-file/, 'an error that quotes a credential')

  const quoting = await serverFor(t, (request, reply) =>
    request.url === '/users' ? reply.end(USERS) : reply.end(JSON.stringify({ seen: request.headers['mx-api-key'] }))
  )
  const { out } = await certify(t, quoting, [...words, '--only', 'atrium.paging'])
  t.match(out, /✗ atrium.paging/, 'a rule differs')
  t.notMatch(out, /from-file/, 'a response that quotes a credential')
}

/** Servers quote credentials in other forms, too. */
export async function hidden(t: Test): Promise<void> {
  const key = 'Ab"c\\D+e/F=='
  const basic = Buffer.from('ada:pass Word').toString('base64')
  const encoded = encodeURIComponent(key)
  const hide = hideValues({ credentials: { 'X-Key': key }, others: [['Authorization', `Basic ${basic}`]] })
  const once = JSON.stringify({ key })
  const rows: [name: string, text: string][] = [
    ['as it is', key],
    ['in lower case', key.toLowerCase()],
    ['percent-encoded', encoded],
    ['percent-encoded as in ASP.NET', encoded.replaceAll(/%../g, (code) => code.toLowerCase())],
    ['in Base64', Buffer.from(key).toString('base64')],
    ['in JSON', once],
    ['in JSON within JSON', JSON.stringify({ once })],
    ['in JSON within JSON within JSON', JSON.stringify({ twice: JSON.stringify({ once }) })],
    ['Basic', `Basic ${basic}`],
    ['Basic, decoded', 'ada:pass Word'],
    ['a password', 'the password pass Word is wrong'],
    ['shortened', `{"key":"${key.slice(0, 6)}… and more`],
    ['shortened JSON', `${JSON.stringify({ once }).slice(0, 26)}…`]
  ]
  for (const [name, text] of rows) {
    t.match(hide(text), /[*]{5}/, name)
    t.notMatch(hide(text), /ab|pass word|YWRh/i, `${name}: nothing of it is left`)
  }
  t.equal(hide('a table… Ab… end'), 'a table… Ab… end', 'other text that was shortened stays')
  t.equal(hide('GET /users'), 'GET /users', 'other text stays')
  t.equal(hideValues({ credentials: { 'X-Key': 'x' }, others: [] })('x y'), 'x y', 'a very short value')
}

/** `--dry-run` sends nothing, and needs no credentials. */
export async function dryRun(t: Test): Promise<void> {
  const words = ['certify', '--url', 'http://127.0.0.1:1', '--api', 'atrium', '--dry-run']
  const reads = await run(words)
  t.equal(reads.code, 0, 'the exit code')
  t.match(reads.out, /# atrium.routes.list: .*\nGET \/users\n/, 'the requests')
  t.notMatch(reads.out, /^(?:POST|PUT|PATCH|DELETE) /m, 'nothing but reads without --write')
  t.match(reads.out, /# atrium.routes.create: not tried: needs --write/, 'what is not tried')
  const writes = await run([...words, '--write', '--only', 'atrium.user.taken'])
  t.match(writes.out, /POST \/users {2}\{"user":\{"identifier":"\{\{unique\}\}"/, 'the requests that write')
}
