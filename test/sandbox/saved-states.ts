import type { Test } from 'tap'
import { call, createAtriumUser, readJson, stateText } from '../support/calls.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { served } from '../support/terminal.ts'

/** Starts a server. @returns its startup message and its health */
async function report(words: readonly string[]) {
  const { message, written, stop } = await served(['--port', '0', ...words])
  const url = `http://127.0.0.1:${/:(\d+)\/__admin/.exec(message)?.[1]}`
  const health = async () => (await readJson({ url }, '/__admin/health')).serving
  const line = (label: string): string | undefined => new RegExp(`^  ${label} +(.*)$`, 'm').exec(message)?.[1]
  return { url, message, written, stop, health, line }
}

export async function savedStates(t: Test): Promise<void> {
  t.test('each fixture set has a saved state, and --fresh discards only that of its set', async (t) => {
    const dataDir = await temporaryFolder(t)
    const on = (fixtures: string, ...more: string[]) => report(['--data-dir', dataDir, '--fixtures', fixtures, ...more])
    const texts = new Map<string, string>()
    for (const fixtures of ['default', 'empty']) {
      const server = await on(fixtures)
      t.match(
        await server.health(),
        { fixtures, revision: 0, start: 'fresh' },
        `${fixtures}: health of the first start`
      )
      await createAtriumUser(server, { identifier: `in ${fixtures}` })
      texts.set(fixtures, await stateText(server))
      await server.stop()
    }
    for (const fixtures of ['default', 'empty']) {
      const server = await on(fixtures)
      t.equal(await stateText(server), texts.get(fixtures), `${fixtures}: its changes`)
      t.match(await server.health(), { fixtures, revision: 1, start: 'resumed' }, `${fixtures}: health when resumed`)
      await server.stop()
    }
    const fresh = await on('empty', '--fresh')
    t.match(await fresh.health(), { start: 'fresh', revision: 0, counts: { atriumUsers: 0 } }, 'a fresh start')
    await fresh.stop()
    const other = await on('default')
    t.equal(await stateText(other), texts.get('default'), 'a fresh start leaves the state of the other set alone')
    t.equal(other.written.err, '', 'no notices')
    await other.stop()
  })

  t.test('the banner and the health report the served state', async (t) => {
    const dataDir = await temporaryFolder(t)
    const first = await report(['--data-dir', dataDir])
    const folder = `${dataDir}/states/default`
    t.match(first.line('fixtures'), /^default, from .*default\.json$/, 'the fixtures of the first start')
    t.equal(first.line('state'), `fresh, in ${folder}`, 'its state')
    t.match(first.message, /^ +7 Atrium users,.* 6 ATMS users$/m, 'its counts')
    t.equal(first.line('stubs'), undefined, 'no stubs')
    const counts = { atriumUsers: 7, atmsUsers: 6 }
    const nothing = { stubs: 0, hasDelay: false }
    t.match(
      await first.health(),
      { fixtures: 'default', counts, revision: 0, start: 'fresh', ...nothing },
      'its health'
    )
    await createAtriumUser(first, { identifier: 'new' })
    for (const urlPath of ['/a', '/b']) await call(first, 'POST', '/__admin/mappings', { request: { urlPath } })
    await first.stop()

    const second = await report(['--data-dir', dataDir])
    t.equal(second.line('state'), `resumed at revision 3, in ${folder}`, 'the state of the second start')
    t.match(second.message, /^ +8 Atrium users,.* 6 ATMS users$/m, 'its counts')
    t.equal(second.line('stubs'), '2 active', 'its stubs')
    await call(second, 'PUT', '/__admin/settings', { fixedDelay: 1 })
    const changed = { start: 'resumed', revision: 4, counts: { atriumUsers: 8 }, stubs: 2, hasDelay: true }
    t.match(await second.health(), changed, 'its health reports changes at once')
    await second.stop()

    const third = await report(['--data-dir', dataDir])
    t.equal(third.line('stubs'), '2 active, a delay for every response', 'stubs and a delay')
    await call(third, 'DELETE', '/__admin/mappings')
    await third.stop()
    const fourth = await report(['--data-dir', dataDir])
    t.equal(fourth.line('stubs'), 'a delay for every response', 'only a delay')
    await call(fourth, 'POST', '/__admin/reset', { fixtures: 'paging' })
    await fourth.stop()

    const last = await report(['--data-dir', dataDir])
    t.match(last.line('fixtures'), /^default, from .*default\.json; a reset returns to paging$/, 'both fixture sets')
    t.equal(last.line('state'), `resumed at revision 6, in ${folder}`, 'the state stays in the folder of its set')
    t.match(await last.health(), { fixtures: 'paging', counts: { atriumUsers: 260 }, ...nothing }, 'the health')
    await last.stop()
    const inMemory = await report(['--ephemeral'])
    t.equal(inMemory.line('state'), 'fresh, in memory', 'an ephemeral server')
    await inMemory.stop()
  })
}
