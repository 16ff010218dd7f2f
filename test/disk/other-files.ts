import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import { describeError } from '../../src/mock/describe-error.ts'
import { imageOf } from '../support/image.ts'
import { storedApis } from '../support/stored-apis.ts'
import { StoredSandbox } from '../support/stored-sandbox.ts'
import { temporaryFolder } from '../support/temporary.ts'

const STATE = join('states', 'default')
/** Kinds of files that are not regular: reading some of them would never end. */
const KINDS: readonly [kind: string, make: (file: string) => unknown][] = [
  ['a named pipe', (file) => execFileSync('mkfifo', [file])],
  ['a device', (file) => symlink('/dev/zero', file)]
]

/** Pipes, devices and sockets in place of files. */
export async function otherFiles(t: Test): Promise<void> {
  const folder = await temporaryFolder(t)
  const sandbox = await StoredSandbox.open(t, folder)
  const paging = await loadFixtureSet(storedApis, 'fixtures/paging.json', 'paging')
  await sandbox.reset(paging)
  const copies = join(STATE, 'reset-to')
  const copy = (await readdir(join(folder, copies))).find((name) => name.startsWith(paging.sha256))
  const killed = await imageOf(t, folder)
  const rows: [file: string, message: string][] = [
    [join(STATE, 'state.json'), 'state.json is %, not a saved state. Nothing was changed: restore the file, or start'],
    [
      join(STATE, 'state.wal.ndjson'),
      'state.wal.ndjson is %, not a log of changes. Nothing was changed: restore the file'
    ],
    [join(copies, String(copy)), ".json, the copy of the fixtures 'paging': "]
  ]
  for (const [file, message] of rows) {
    for (const [kind, make] of KINDS) {
      const image = await imageOf(t, killed)
      await rm(join(image, file))
      await make(join(image, file))
      const error = await StoredSandbox.open(t, image).then(() => 'no error', describeError)
      t.ok(error.includes(message.replace('%', kind)) && error.includes(`is ${kind}, not a `), `${kind}: ${error}`)
      await (await StoredSandbox.open(t, image, { fresh: true })).close()
    }
  }
  for (const [kind, make] of KINDS) {
    const image = await temporaryFolder(t)
    await make(join(image, 'state.json'))
    const { notices } = await StoredSandbox.open(t, image)
    t.match(
      notices,
      [/state\.json is not a saved state of any version: ignored it/],
      `${kind} in place of a state of version one`
    )
  }
  for (const [kind, make] of KINDS) {
    const directory = join(await temporaryFolder(t), 'data')
    await make(directory)
    const advice = kind === 'a device' ? 'Use another --data-dir' : 'Remove or rename it, use another --data-dir'
    const message = `cannot use the data directory ${directory}: ${directory} is ${kind}, not a folder. ${advice}, or --ephemeral`
    await t.rejects(StoredSandbox.open(t, directory), { message }, kind)
  }
  const socket = join(await temporaryFolder(t), 's')
  const server = createServer().listen(socket)
  await once(server, 'listening')
  t.teardown(() => server.close())
  const message = `${socket} is a socket, not a fixture file. Use a regular file`
  await t.rejects(loadFixtureSet(storedApis, socket, 's'), { message }, 'a socket')
}
