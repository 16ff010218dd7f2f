import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { NOTICED_WITHIN, requireNotice, requireRecovery } from './notice.ts'
import { type Action, end, remove, restart, writeForAWhile } from './scene.ts'

/** The data directory is removed while clients write: no change may be acknowledged any more. */
export const removal: Action = async (scene, label) => {
  const { t, server } = scene
  await writeForAWhile(scene, true)
  await remove(server.directory)
  await requireNotice(scene, performance.now(), label)
  await end(scene, label)
  t.notOk(existsSync(server.directory), `${label}: the directory stays away`)
  server.know()
  await restart(scene, `${label}: restarted`)
}

/** The contents of the data directory are removed, or it is replaced by an empty one. The server writes the state again. */
export const emptying: Action = async (scene, label) => {
  const { server, dice } = scene
  const way = dice.pick(['states', 'contents', 'directory'])
  await writeForAWhile(scene, true, false)
  if (way === 'directory') {
    await remove(server.directory)
    await mkdir(server.directory)
  } else
    for (const name of await readdir(server.directory))
      if (way === 'contents' || name === 'states') await remove(join(server.directory, name))
  await requireRecovery(scene, `${label}: ${way}`)
  await server.upload()
}

/** The data directory is renamed while clients write, and renamed back. No acknowledged change may be lost. */
export const renaming: Action = async (scene, label) => {
  const { server, dice, folder } = scene
  const away = join(folder, 'away')
  await writeForAWhile(scene, true)
  await rename(server.directory, away)
  if (dice.coin) await requireNotice(scene, performance.now(), label)
  else await dice.wait(NOTICED_WITHIN)
  const isRunning = dice.coin
  if (!isRunning) await end(scene, label)
  await rename(away, server.directory)
  if (isRunning) await requireRecovery(scene, label)
  else await restart(scene, `${label}: restarted`)
}

/** The directory is replaced by an older copy of itself, as when a backup is restored under a running server. */
export const olderCopy: Action = async (scene, label) => {
  const { server, folder } = scene
  const copy = join(folder, 'copy')
  await end(scene, label)
  await cp(server.directory, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') })
  await server.start()
  const known = server.known()
  await writeForAWhile(scene, true)
  await remove(server.directory)
  await rename(copy, server.directory)
  await requireNotice(scene, performance.now(), label)
  await end(scene, label)
  server.know(known)
  await restart(scene, `${label}: the state of the copy`)
}
