import { copyFile, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { sha256Of } from '../../src/common/files/read-file.ts'
import { readJson } from '../support/calls.ts'
import { healthDuring } from '../support/health-watch.ts'
import { appendChanges, countIn, hashOf, upload, writeFixture } from '../support/large-files.ts'
import { program, type RunningProgram } from '../support/program.ts'
import { damageEverything, flips, smallDirectory, truncations } from '../support/small-damage.ts'
import { temporaryFolder } from '../support/temporary.ts'

t.setTimeout(900_000)

/** `LARGE_MB=64` is the short mode. */
const MEGABYTES = Number(process.env['LARGE_MB'] ?? 1024)
const COUNT = countIn(MEGABYTES)
const STEP = MEGABYTES < 1024 ? 20 : 1
/** The longest time without a turn for other requests, in milliseconds. Other programs may take the processor, too. */
const LONGEST_WAIT = 1000

async function peakMegabytes({ process }: RunningProgram): Promise<number> {
  const status = await readFile(`/proc/${process.pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
}

/** Runs a task, and reports how long it and the health of the server took meanwhile. */
async function timed<T>(t: Test, what: string, url: string, task: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const { result, times } = await healthDuring(url, task)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  t.comment(`${what}: ${seconds} s; health: median ${times.median} ms, p99 ${times.p99} ms, longest ${times.max} ms`)
  t.ok(times.max < LONGEST_WAIT, `${what}: other requests wait ${times.max} ms at most`)
  return result
}

const usersOf = async (url: string): Promise<number> =>
  (await readJson({ url }, '/__admin/health')).serving.counts.atriumUsers

t.test(`${MEGABYTES} MB`, async (t) => {
  const { start } = await program(t)
  const folder = await temporaryFolder(t)
  const byLine = join(folder, 'by-line.json')
  const oneLine = join(folder, 'one-line.json')
  await writeFixture(byLine, MEGABYTES)
  await writeFixture(oneLine, MEGABYTES, true)
  const hash = await sha256Of(byLine)

  async function begin(t: Test, what: string, words: readonly string[]) {
    const before = performance.now()
    const running = start(['--port', '0', '--json', ...words])
    const url = await running.ready
    t.comment(
      `${what}: ${((performance.now() - before) / 1000).toFixed(1)} s, ${await peakMegabytes(running)} MB at most`
    )
    return { running, url }
  }
  async function end(t: Test, { process, ended, output }: RunningProgram, signal: 'SIGTERM' | 'SIGKILL') {
    process.kill(signal)
    await ended
    t.notMatch(output.err, /cannot write|Error/, 'no failure is reported')
  }

  t.test('a large fixture file can be started from, resumed and downloaded', async (t) => {
    const words = ['--fixtures', byLine, '--data-dir', join(folder, 'one')]
    const first = await begin(t, 'a start from a fixture file', words)
    t.equal(await usersOf(first.url), COUNT, 'the users')
    await end(t, first.running, 'SIGTERM')
    const second = await begin(t, 'a start from state.json', words)
    t.equal(await usersOf(second.url), COUNT, 'the users after a restart')
    t.equal(await timed(t, 'GET state', second.url, () => hashOf(second.url, '/__admin/state')), hash, 'the download')
    await end(t, second.running, 'SIGTERM')
    await rm(join(folder, 'one'), { recursive: true })
  })

  t.test('an uploaded state survives a kill', async (t) => {
    const dataDir = join(folder, 'two')
    const words = ['--fixtures', 'empty', '--data-dir', dataDir]
    const first = await begin(t, 'an empty server', words)
    const put = await timed(t, 'PUT state', first.url, () => upload(first.url, '/__admin/state', byLine))
    t.same(put, { status: 200, text: '{}' }, 'the response')
    t.equal(await usersOf(first.url), COUNT, 'the users')
    await end(t, first.running, 'SIGKILL')
    const second = await begin(t, 'a start that reads the upload', words)
    t.equal(await usersOf(second.url), COUNT, 'the users after a kill')
    const user = { method: 'POST', body: '{"user":{"metadata":"new"}}' }
    const headers = {
      'mx-api-key': 'test-api-key',
      'mx-client-id': 'test-client-id',
      'content-type': 'application/json'
    }
    await timed(t, 'writing state.json', second.url, async () => {
      t.equal((await fetch(`${second.url}/users`, { ...user, headers })).status, 200, 'a change')
      const file = join(dataDir, 'states', 'empty', 'state.json')
      while ((await stat(file)).size < MEGABYTES * 2 ** 20 * 0.9) await sleep(50)
    })
    await end(t, second.running, 'SIGKILL')
    const third = await begin(t, 'a start from that', words)
    t.equal(await usersOf(third.url), COUNT + 1, 'the users in state.json, and the one in the log')
    await end(t, third.running, 'SIGKILL')
    await rm(dataDir, { recursive: true })
  })

  t.test('a fixture set on one line can be uploaded and downloaded', async (t) => {
    const dataDir = join(folder, 'three')
    const { running, url } = await begin(t, 'an empty server', ['--fixtures', 'empty', '--data-dir', dataDir])
    const put = await timed(t, 'PUT fixtures', url, () => upload(url, '/__admin/fixtures/large', oneLine))
    t.equal(put.status, 201, put.text)
    const get = () => hashOf(url, '/__admin/fixtures/large')
    t.equal(await timed(t, 'GET fixtures', url, get), hash, 'the download')
    // Memory for two sets of a gigabyte is more than the default.
    const saved = join(dataDir, 'saved.json')
    await copyFile(join(dataDir, 'fixtures', 'large.json'), saved)
    t.equal((await fetch(`${url}/__admin/fixtures/large`, { method: 'DELETE' })).status, 204, 'the set is removed')
    const again = await upload(url, '/__admin/fixtures/other', saved)
    t.equal(again.status, 201, `the saved file can be uploaded again: ${again.text}`)
    await end(t, running, 'SIGKILL')
    await rm(dataDir, { recursive: true })
  })

  t.test('a start reads a large log with little memory', async (t) => {
    const words = ['--fixtures', 'empty', '--data-dir', join(folder, 'four')]
    const first = await begin(t, 'an empty server', words)
    const created = { user: { identifier: 'first' } }
    const json = { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id', 'content-type': 'application/json' }
    const state = { atrium: { credentials: [], users: [{ guid: 'USR-00000000-0000-0000-0000-000000000001' }] } }
    await fetch(`${first.url}/__admin/state`, { method: 'PUT', body: JSON.stringify(state) })
    await fetch(`${first.url}/users`, { method: 'POST', headers: json, body: JSON.stringify(created) })
    const { serving } = await readJson({ url: first.url }, '/__admin/health')
    await end(t, first.running, 'SIGKILL')
    const log = join(folder, 'four', 'states', 'empty', 'state.wal.ndjson')
    const last = await appendChanges(log, serving.revision, MEGABYTES)
    const second = await begin(t, 'a start that reads the log', words)
    const served = (await readJson({ url: second.url }, '/__admin/health')).serving
    t.equal(served.revision, last, 'the last change')
    t.match(await (await fetch(`${second.url}/__admin/state`)).text(), `"identifier":"change ${COUNT}"`, 'its effect')
    const peak = await peakMegabytes(second.running)
    t.ok(peak < 600, `${peak} MB of memory at most`)
    await end(t, second.running, 'SIGTERM')
    t.ok((await stat(log)).size < 2000, 'the log is short after an orderly stop')
  })
})

t.test('every flipped bit of a small data directory is detected or does no harm', async (t) => {
  const { tried, refused } = await damageEverything(t, await smallDirectory(t, 'stopped'), flips, STEP)
  t.comment(`${tried} flips, ${refused} of them refused`)
})

t.test('every truncation after an orderly stop is detected or does no harm', async (t) => {
  const { tried, refused } = await damageEverything(t, await smallDirectory(t, 'stopped'), truncations, STEP)
  t.comment(`${tried} truncations, ${refused} of them refused`)
})
