import assert from 'node:assert/strict'
import { join } from 'node:path'
import { runCommand, startServer, temporaryFolder } from './server.mjs'

const guidsOf = async ({ control }) =>
  (await control('GET', '/__admin/state')).json().atrium.users.map(({ guid }) => guid)

/** Starts on a directory, writes over several connections, and ends the server meanwhile. @returns the acknowledged guids */
async function writeUntilEnd(runtime, directory, end) {
  const server = await startServer(runtime, ['--data-dir', directory])
  const acknowledged = []
  const writers = Array.from({ length: 4 }, async () => {
    for (;;) {
      const { status, json } = await server.atrium('POST', '/users', { user: { metadata: 'ä' } })
      if (status === 200) acknowledged.push(json().user.guid)
      if (acknowledged.length === 40) server[end]()
    }
  })
  await Promise.allSettled(writers)
  return { acknowledged, ...(await server.ended) }
}

const restarts =
  (end, expected) =>
  async ({ runtime }) => {
    const directory = join(temporaryFolder(), 'data')
    const { acknowledged, code, err } = await writeUntilEnd(runtime, directory, end)
    assert.equal(code, expected, `how it ended: ${err}`)
    const server = await startServer(runtime, ['--data-dir', directory])
    const guids = new Set(await guidsOf(server))
    assert.deepEqual(
      acknowledged.filter((guid) => !guids.has(guid)),
      [],
      'acknowledged users that are lost'
    )
    assert.ok(guids.size >= 47, `${guids.size} users`)
    await server.reset()
    assert.equal((await guidsOf(server)).length, 7, 'users after a reset')
    assert.equal((await server.stop()).code, 0, 'exit code of the second server')
  }

export const durability = {
  'restart: acknowledged writes survive SIGKILL': restarts('kill', 'SIGKILL'),
  'restart: acknowledged writes survive an orderly stop': restarts('stop', 0),

  async 'a second server on the same data directory fails to start'({ runtime }) {
    const words = ['--data-dir', join(temporaryFolder(), 'data')]
    const first = await startServer(runtime, words)
    const { code, err } = await runCommand(runtime, ['--port', '0', ...words])
    assert.equal(code, 1, 'exit code')
    assert.match(err, /data/, 'the message')
    await first.stop()
    await (await startServer(runtime, words)).stop()
  },

  async 'a stop does not wait for a delayed response'({ runtime }) {
    const server = await startServer(runtime)
    await server.control('POST', '/__admin/settings', { fixedDelay: 60_000 })
    const pending = server.atrium('GET', '/users').then(({ status }) => status)
    await server.control('POST', '/__admin/requests/count?atLeast=1&timeoutMs=5000', { urlPath: '/users' })
    const { code } = await server.stop()
    assert.deepEqual([code, await pending], [0, 200], 'exit code, and status of the response')
  }
}
