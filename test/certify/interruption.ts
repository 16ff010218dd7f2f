import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { mockFor } from '../support/mock.ts'
import { program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run } from '../support/terminal.ts'
import { CREDENTIALS, serverFor } from './certify.ts'
import { forward } from './forward.ts'

const usersOf = async (url: string): Promise<string[]> => {
  const state = JSON.parse(await (await fetch(`${url}/__admin/state`)).text())
  return [...state.atrium.users, ...state.atms.users].map(({ identifier, Username }) => identifier ?? Username)
}

/** The first read of the list, and the requests of the case of paging.order. */
const METHODS = ['GET', 'POST', 'POST', 'PUT', 'GET', 'GET', 'GET', 'DELETE', 'DELETE']

/** An interruption at any moment: nothing that was created is left. */
export async function interruption(t: Test): Promise<void> {
  const { url } = await mockFor(t)
  const before = await usersOf(url)
  for (const [at, method] of METHODS.entries()) {
    const seen: string[] = []
    let interrupt: (code: number) => void = () => {}
    const interrupted = new Promise<number>((done) => (interrupt = done))
    const service = await forward(t, url, {
      onResponse({ request }) {
        seen.push(request.method)
        if (seen.length === at + 1) interrupt(130)
      }
    })
    const journal = join(await temporaryFolder(t), 'journal.jsonl')
    const words = ['certify', '--url', service, '--api', 'atrium', '--write', '--journal', journal]
    const only = ['--only', 'atrium.paging.order', '--pause', '5']
    const { code, out, err } = await run([...words, ...only], { environment: CREDENTIALS, interrupted })
    const name = `interrupted at request ${at}, ${method}`
    t.equal(seen[at], method, `${name}: the method`)
    t.equal(code, 130, `${name}: the exit code`)
    t.match(err, /interrupted/, `${name}: the message`)
    t.equal(out, '', `${name}: no report`)
    t.notOk(existsSync(journal), `${name}: the journal was removed`)
    t.strictSame(await usersOf(url), before, `${name}: nothing is left`)
  }
}

/** A second interruption ends the command at once; `--cleanup` does the rest. */
export async function secondInterruption(t: Test): Promise<void> {
  const { url } = await mockFor(t)
  const before = await usersOf(url)
  let interrupt: (code: number) => void = () => {}
  let again: (code: number) => void = () => {}
  const interrupted = new Promise<number>((done) => (interrupt = done))
  const service = await forward(t, url, {
    onResponse: ({ request }) => request.method === 'POST' && interrupt(130),
    onRequest({ method }) {
      if (method !== 'DELETE') return undefined
      again(130)
      // Never responds.
      return new Promise(() => {})
    }
  })
  const journal = join(await temporaryFolder(t), 'journal.jsonl')
  const words = ['--api', 'atrium', '--write', '--only', 'atrium.routes.delete', '--journal', journal]
  const { code, err } = await run(['certify', '--url', service, ...words], {
    environment: CREDENTIALS,
    interrupted,
    nextInterruption: () => new Promise((done) => (again = done))
  })
  t.equal(code, 130, 'the exit code')
  t.match(err, `stopped. To remove what is left: atrium-atms-mock certify --cleanup ${journal}`, 'what to do')
  t.equal((await usersOf(url)).length, before.length + 1, 'a user is left')
  for (const secret of Object.values(CREDENTIALS)) t.notOk(readFileSync(journal, 'utf8').includes(secret), 'no secrets')

  const cleaned = await run(['certify', '--cleanup', journal, '--url', url], { environment: CREDENTIALS })
  t.match([cleaned.code, cleaned.out], [0, /^removed 1 record from http/], '--cleanup')
  t.strictSame(await usersOf(url), before, 'nothing is left')
  t.notOk(existsSync(journal), 'the journal was removed')
}

/** What a killed run leaves is found by its name, without a journal, on the last of several pages. */
export async function cleanUpByName(t: Test): Promise<void> {
  const { url } = await mockFor(t, { fixtures: 'paging' })
  const before = await usersOf(url)
  const headers = { 'content-type': 'application/json', 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id' }
  for (const identifier of ['mock-certify-0a1b2c3d-7', 'mock-certify-0a1b2c3d-8-b'])
    await fetch(`${url}/users`, { method: 'POST', headers, body: JSON.stringify({ user: { identifier } }) })
  const words = ['certify', '--cleanup-all', '--url', url, '--api', 'atrium']
  const first = await run(words, { environment: CREDENTIALS })
  t.match([first.code, first.out], [0, /^removed 2 records from http/], 'removed')
  const second = await run(words, { environment: CREDENTIALS })
  t.match([second.code, second.out], [0, /^nothing is left at http/], 'nothing is left')
  t.strictSame(await usersOf(url), before, 'the other users are still there')
  const wrong = await run(['certify', '--cleanup', 'package.json', '--url', url], { environment: CREDENTIALS })
  t.match([wrong.code, wrong.err], [2, /package.json is not the journal of a run of certify/], 'another file')
}

/** The built program: SIGINT and SIGTERM, and SIGKILL followed by `--cleanup`. */
export async function signals(t: Test): Promise<void> {
  const { url } = await mockFor(t)
  const before = await usersOf(url)
  const { start } = await program(t)
  const rows: [signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL', ended: number | string][] = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', 'SIGKILL']
  ]
  for (const [signal, expected] of rows) {
    let kill = () => {}
    const service = await forward(t, url, { onResponse: ({ request }) => request.method === 'POST' && kill() })
    const journal = join(await temporaryFolder(t), 'journal.jsonl')
    const words = ['certify', '--url', service, '--api', 'atms', '--write', '--journal', journal, '--pause', '50']
    const running = start(words, undefined, undefined, CREDENTIALS)
    kill = () => running.process.kill(signal)
    t.equal(await running.ended, expected, `${signal}: the exit code`)
    if (signal === 'SIGKILL') {
      const cleaned = await run(['certify', '--cleanup', journal], { environment: CREDENTIALS })
      t.match([cleaned.code, cleaned.out], [0, /^removed 1 record from http/], `${signal}: --cleanup`)
    } else t.match(running.output.err, /interrupted\. Nothing that was created is left\n$/, `${signal}: the message`)
    t.notOk(existsSync(journal), `${signal}: the journal was removed`)
    t.strictSame(await usersOf(url), before, `${signal}: nothing is left`)
  }
}

/** A search for leftovers ends even if the service ignores the number of the page, or reports pages that do not exist. */
export async function endlessPages(t: Test): Promise<void> {
  const user = (id: string) => ({ guid: `USR-${id}`, identifier: `mock-certify-0-${id}`, metadata: null })
  for (const [name, usersOf] of [
    ['the same page again and again', () => [user('1')]],
    ['empty pages', (page: number) => (page === 1 ? [user('1')] : [])]
  ] as const) {
    const sent: string[] = []
    const service = await serverFor(t, (request, reply) => {
      sent.push(`${request.method} ${request.url}`)
      const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1)
      if (request.method === 'DELETE') return reply.writeHead(204).end()
      return reply.end(JSON.stringify({ users: usersOf(page), pagination: { total_pages: 1e9 } }))
    })
    const words = ['certify', '--cleanup-all', '--url', service, '--api', 'atrium']
    const { code, out } = await run(words, { environment: CREDENTIALS })
    t.match([code, out], [0, /^removed 1 record from http/], `${name}: removed`)
    t.equal(sent.filter((line) => line.includes('page=')).length, 2, `${name}: no more pages are read`)
  }
}
