import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { within } from '../within.ts'
import { type Action, end, restart, until, writeForAWhile } from './scene.ts'

/** Mounts a small file system on a folder, if this process may do so. @returns whether it is mounted */
export function mountSmallDisk(t: Test, folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return false
  }
  t.teardown(() => execFileSync('umount', ['--lazy', folder]))
  return true
}

/** The disk is full for a while. */
export const fullDisk: Action = async (scene, label) => {
  const { t, server, dice, folder, isSmall } = scene
  if (!isSmall) return
  const filler = join(folder, 'filler')
  await writeForAWhile(scene, true)
  const { refused } = server.ledger
  fill(filler)
  await until(() => {
    // A snapshot may have made room since.
    fill(filler)
    return server.ledger.refused > refused
  }, 'a change is refused')
  await dice.wait(1500)
  if (dice.coin) {
    await end(scene, label)
    // With a full disk, it either starts or prints the reason.
    const running = server.launch()
    const outcome = Promise.race([running.ended, running.ready.catch(() => running.ended)])
    const code = await within(outcome, 'the server starts or ends', () => running.output.err)
    if (code === 1) t.match(running.output.err, /the disk is full/, `${label}: it says why it does not start`)
    running.process.kill('SIGKILL')
    await within(running.ended, 'a killed process has ended')
    await rm(filler)
  } else {
    await rm(filler)
    const { acknowledged } = server.ledger
    await until(() => server.ledger.acknowledged > acknowledged, 'changes are accepted again')
    await server.pause()
    await server.check(`${label}: with room again`)
    await end(scene, label)
  }
  await restart(scene, label)
}

/** Fills a disk to the last byte. */
function fill(file: string): void {
  const descriptor = openSync(file, 'a')
  try {
    for (const size of [1_048_576, 4096, 1]) while (isWritten(descriptor, size));
  } finally {
    closeSync(descriptor)
  }
}

function isWritten(descriptor: number, size: number): boolean {
  try {
    return writeSync(descriptor, Buffer.alloc(size)) === size
  } catch {
    return false
  }
}

/** How much a file may grow, in blocks of 512 bytes. */
const ROOM = 60

/** No file may grow beyond a size, which the system enforces. */
export const limitedFiles: Action = async (scene, label) => {
  const { server } = scene
  await end(scene, label)
  const limit = Math.ceil((await largestIn(server.directory)) / 512) + ROOM
  await server.start({ limit })
  server.write({ mayRefuse: true })
  // It may have been refused already while the first check wrote to it.
  await until(() => server.ledger.refused > 0, 'a change is refused')
  await scene.dice.wait(300)
  await end(scene, label)
  await restart(scene, label)
}

async function largestIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
  return Math.max(0, ...sizes)
}
