import type { Test } from 'tap'
import { BEARER, CONTACTS, mockFor } from './contacts.ts'

const names = (list: { name: string }[]): string[] => list.map(({ name }) => name)

/** Its requests in sandboxes. */
export async function sandboxes(t: Test): Promise<void> {
  t.test('a sandbox is chosen by path, header and credential suffix', async (t) => {
    const { mock, send } = await mockFor(t)
    await send(`POST /sandboxes/w1${CONTACTS}`, { name: 'by path' })
    await send(`POST ${CONTACTS}`, { name: 'by header' }, { ...BEARER, 'mock-sandbox': 'w1' })
    await send(`POST ${CONTACTS}`, { name: 'by suffix' }, { authorization: 'Bearer secret-token@w1' })
    const w1 = ['Ada Lovelace', 'Grace Hopper', 'by path', 'by header', 'by suffix']
    t.strictSame(names((await send(`GET /sandboxes/w1${CONTACTS}`)).json), w1, 'w1')
    t.strictSame(names((await send(`GET ${CONTACTS}`)).json), ['Ada Lovelace', 'Grace Hopper'], 'default')
    t.match((await send('GET /__admin/sandboxes/w1')).json, { counts: { contacts: 5 }, requests: 4 }, 'counts')
    await mock.sandbox('w1').reset()
    t.equal((await send(`GET /sandboxes/w1${CONTACTS}`)).json.length, 2, 'w1 after a reset')
    t.strictSame(mock.sandbox('w1').credentials['contacts'], { Authorization: 'Bearer secret-token' }, 'credentials')
    t.match(await send(`GET /sandboxes/No!${CONTACTS}`), { status: 400, json: { code: 'rejected' } }, 'bad name')
    const full = await mockFor(t, { maxSandboxes: 1 })
    t.match(await full.send(`GET /sandboxes/w1${CONTACTS}`), { status: 503, json: { code: 'unavailable' } }, 'no room')
  })
}
