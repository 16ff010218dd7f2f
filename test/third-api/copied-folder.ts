import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Test } from 'tap'
import { cleanCommand } from '../support/platform.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { CONTACTS, sendTo } from './contacts.ts'
import { programWithContacts } from './program.ts'

/** The program with the example in src/apis. */
export async function copiedFolder(t: Test): Promise<void> {
  t.test('the program with the copied folder: commands, options, and contacts that survive kill -9', async (t) => {
    const main = await programWithContacts(t)
    const cwd = await temporaryFolder(t)
    const run = (words: string[]): string => {
      const [file = '', ...rest] = cleanCommand([process.execPath, main, ...words])
      return execFileSync(file, rest, { cwd, encoding: 'utf8' })
    }
    const start = async (words: string[], variables: Record<string, string> = {}) => {
      const command = [process.execPath, main, '--port', '0', '--json', ...words]
      const [file = '', ...rest] = cleanCommand(command, variables)
      const env = { ...process.env, ...variables }
      const child = spawn(file, rest, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
      t.teardown(() => child.kill('SIGKILL'))
      const [line] = await once(createInterface(child.stdout), 'line')
      const url: string = JSON.parse(line).url
      return { child, url, send: sendTo(url) }
    }

    const help = run(['--help'])
    t.match(
      help,
      /a mock server for Atrium \(\/users\), ATMS \(\/api\/Users\) and\s+Contacts \(\/contacts-api\/contacts\)\./,
      'help'
    )
    t.match(help, /--contact-limit N +the most contacts there may be\n/, 'its option in the help')
    t.match(
      run(['generate', '--help']),
      /--contacts N +the number of contacts \(default: 1000\)/,
      'the option of generate'
    )
    const words = ['--atrium-users', '2', '--atms-users', '3', '--contacts', '5', '--out', 'made.json']
    t.equal(run(['generate', ...words]), 'made.json: 2 Atrium users, 3 ATMS users, 5 contacts\n', 'generate')
    t.match(
      run(['check', 'made.json']),
      'made.json: ok, 2 Atrium users, 3 user groups, 3 ATMS users, 5 contacts',
      'check'
    )

    const headers = { authorization: 'Bearer contacts-token' }
    const first = await start(['--fixtures', 'made.json'], { MOCK_CONTACT_LIMIT: '6' })
    t.equal((await first.send(`POST ${CONTACTS}`, { name: 'kept' }, headers)).status, 201, 'create')
    t.equal((await first.send(`POST ${CONTACTS}`, { name: 'one too many' }, headers)).status, 422, 'limit')
    const state = run(['state', '--url', first.url])
    t.match(JSON.parse(state).contacts.contacts[5], { id: 'c6', name: 'kept', email: null }, 'the command state')
    first.child.kill('SIGKILL')
    await once(first.child, 'close')

    const second = await start(['--fixtures', 'made.json'])
    t.equal(run(['state', '--url', second.url]), state, 'state after kill -9')
    t.match(
      run(['save', 'mine', '--url', second.url]),
      /^Saved as "mine": .*, 6 contacts\. Use it with: atrium-atms-mock reset mine$/m,
      'save'
    )
    t.match(run(['reset', '--url', second.url]), /^Reset to "made": .*, 5 contacts$/m, 'reset')
    t.equal((await second.send(`GET ${CONTACTS}`, undefined, headers)).json.length, 5, 'contacts after a reset')
    const table = run(['requests', '--url', second.url])
    t.match(table, CONTACTS, 'requests')
    t.notMatch(table, 'contacts-token', 'requests: the token')
  })
}
