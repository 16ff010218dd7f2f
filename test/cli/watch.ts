import { chmod, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { watchFixtures } from '../../src/mock/watch-fixtures.ts'
import { stateText } from '../support/calls.ts'
import { fixture } from '../support/fixtures.ts'
import { assembledFor } from '../support/mock.ts'
import { exceptWindows, MOVES_OPEN_FILES } from '../support/platform.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { served } from '../support/terminal.ts'

const KEPT = 'its last version stays in use until the file is back'
const EPHEMERAL = ['--ephemeral', '--port', '0']

export async function watching(t: Test): Promise<void> {
  t.test('--watch loads a changed fixture file, and reports one that is invalid', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'mine.json')
    await writeFile(file, JSON.stringify(fixture()))
    let notify: (text: string) => void = () => {}
    const next = () => new Promise<string>((done) => (notify = done))
    const { message, stop } = await served([...EPHEMERAL, '--json', '--watch', '--auth', 'any', '--fixtures', file], {
      err: (text) => notify(text)
    })
    const mock = { url: JSON.parse(message).url }
    await fetch(`${mock.url}/sandboxes/w1/__admin/reset`, { method: 'POST' })
    const edited = next()
    await mkdir(join(folder, 'another'))
    await writeFile(file, JSON.stringify(fixture({ atms: { tokens: ['edited'], userGroups: [], users: [] } })))
    t.match(JSON.parse(await edited), { event: 'notice', msg: `${file} changed: reset to its contents` }, 'the notice')
    const state = await stateText(mock)
    t.match(state, /"edited"/, 'the edited state')
    const sandbox = { url: `${mock.url}/sandboxes/w1` }
    t.notMatch(await stateText(sandbox), /"edited"/, 'another sandbox is not reset')
    await fetch(`${sandbox.url}/__admin/reset`, { method: 'POST' })
    t.equal(await stateText(sandbox), state, 'its next reset returns to the edited file')
    const rejected = next()
    await utimes(file, new Date(), new Date())
    // A large file is written in pieces, and has one time of modification for all of them.
    const writeAt = async (text: string, seconds: number) => {
      await writeFile(file, text)
      await utimes(file, seconds, seconds)
    }
    await writeAt('{', 1_700_000_000)
    t.match(
      JSON.parse(await rejected),
      {
        msg: /changed but is invalid: keeping the current state: .*mine\.json: 1 error\n/
      },
      'the notice of an invalid file'
    )
    t.equal(await stateText(mock), state, 'an invalid file changes nothing')
    const completed = next()
    await writeAt(JSON.stringify(fixture()), 1_700_000_000)
    t.match(
      JSON.parse(await completed),
      { msg: `${file} changed: reset to its contents` },
      'the notice of the completed file'
    )
    const removed = next()
    await rm(file)
    t.match(JSON.parse(await removed), { msg: `${file} was removed or cannot be reached: ${KEPT}` }, 'a removed file')
    const restored = next()
    await writeFile(file, JSON.stringify(fixture({ atms: { tokens: ['back'], userGroups: [], users: [] } })))
    t.match(JSON.parse(await restored), { msg: `${file} changed: reset to its contents` }, 'the file is back')
    t.equal(await stop(), 0, 'exit code')
  })

  t.test('an edit is not lost if the reset cannot be stored at first', MOVES_OPEN_FILES, async (t) => {
    const folder = await temporaryFolder(t)
    const [file, data] = [join(folder, 'mine.json'), join(folder, 'data')]
    await writeFile(file, JSON.stringify(fixture()))
    const notices: string[] = []
    let notify: () => void = () => {}
    const words = ['--port', '0', '--json', '--watch', '--auth', 'any', '--fixtures', file, '--data-dir', data]
    const { message, stop } = await served(words, {
      err: (text) => {
        notices.push(JSON.parse(text).msg)
        notify()
      }
    })
    const noticed = async (pattern: RegExp) => {
      while (!notices.some((text) => pattern.test(text))) await new Promise<void>((done) => (notify = done))
    }
    await rename(data, `${data}-away`)
    await writeFile(file, JSON.stringify(fixture({ atms: { tokens: ['edited'], userGroups: [], users: [] } })))
    await noticed(/mine\.json changed, but the state cannot be reset to it: .*Trying again every second$/)
    await rename(`${data}-away`, data)
    await noticed(/mine\.json changed: reset to its contents$/)
    t.match(await stateText({ url: JSON.parse(message).url }), /"edited"/, 'the edited state')
    t.equal(notices.filter((text) => /Trying again/.test(text)).length, 1, 'one notice of the failure')
    t.equal(await stop(), 0, 'exit code')
  })

  t.test('an edit is not lost if a stub file is invalid at first', async (t) => {
    const folder = await temporaryFolder(t)
    const [file, stubs] = [join(folder, 'mine.json'), join(folder, 'stubs')]
    const stub = join(stubs, 'a.json')
    const mapping = JSON.stringify({ request: { urlPath: '/x' }, response: { status: 200 } })
    await mkdir(stubs)
    await writeFile(stub, mapping)
    await writeFile(file, JSON.stringify(fixture()))
    let notify: (text: string) => void = () => {}
    const next = () => new Promise<string>((done) => (notify = done))
    const words = [...EPHEMERAL, '--json', '--watch', '--auth', 'any', '--fixtures', file, '--stubs', stubs]
    const { message, stop } = await served(words, { err: (text) => notify(JSON.parse(text).msg) })
    const failed = next()
    await writeFile(stub, '{')
    await writeFile(file, JSON.stringify(fixture({ atms: { tokens: ['edited'], userGroups: [], users: [] } })))
    t.match(await failed, /mine\.json changed, but the state cannot be reset to it: .*a\.json: 1 error\n/, 'the reason')
    const repaired = next()
    await writeFile(stub, mapping)
    t.match(await repaired, /mine\.json changed: reset to its contents$/, 'the notice')
    t.match(await stateText({ url: JSON.parse(message).url }), /"edited"/, 'the edited state')
    t.equal(await stop(), 0, 'exit code')
  })

  t.test('an edit while the file is being loaded is noticed', async (t) => {
    const file = join(await temporaryFolder(t), 'mine.json')
    await writeFile(file, JSON.stringify(fixture()))
    const assembled = await assembledFor(t, { fixtures: file })
    await writeFile(file, JSON.stringify(fixture({ atms: { tokens: ['edited'], userGroups: [], users: [] } })))
    const notice = await new Promise<string>((done) => t.teardown(watchFixtures(assembled, done)))
    t.equal(notice, `${file} changed: reset to its contents`, 'the notice')
  })

  t.test(
    '--watch follows symbolic links, as in a Kubernetes volume',
    exceptWindows('no link replaces another one'),
    async (t) => {
      const folder = await temporaryFolder(t)
      const volume = async (name: string, token: string) => {
        await mkdir(join(folder, name))
        await writeFile(
          join(folder, name, 'mine.json'),
          JSON.stringify(fixture({ atms: { tokens: [token], userGroups: [], users: [] } }))
        )
        await symlink(name, join(folder, 'new'))
        await rename(join(folder, 'new'), join(folder, '..data'))
      }
      await volume('one', 'before')
      const file = join(folder, 'mine.json')
      await symlink('..data/mine.json', file)
      const notices: string[] = []
      let notify: () => void = () => {}
      const edited = new Promise<void>((done) => (notify = done))
      const { stop, message } = await served([...EPHEMERAL, '--json', '--watch', '--fixtures', file], {
        err: (text) => {
          notices.push(text)
          notify()
        }
      })
      // Long enough for the server to look at the file. It reports nothing that could be awaited.
      const polled = () => pause(300)
      await utimes(file, new Date(), new Date(Date.now() + 5000))
      await polled()
      await chmod(file, 0o600)
      await polled()
      await rm(join(folder, '..data'))
      await polled()
      await volume('two', 'after')
      await edited
      t.match(notices, [/changed: reset to its contents/], 'the notice')
      t.equal(notices.length, 1, 'touching the file, changing its mode, or replacing it briefly is not a change')
      t.match(await stateText({ url: JSON.parse(message).url }), /"after"/, 'the state')
      t.equal(await stop(), 0, 'exit code')
    }
  )
}
