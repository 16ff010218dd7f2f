import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { FollowedServer } from '../followed-server.ts'
import { requireNotice, requireRecovery } from './notice.ts'
import { type Action, end, remove, restart, writeForAWhile } from './scene.ts'

/** Another server starts where the directory was, while the first one writes or is frozen: neither may change the files of the other one. */
export const swap: Action = async (scene, label) => {
  const { t, server, dice, folder } = scene
  const [away, others] = [join(folder, 'away'), join(folder, 'others')]
  const isFrozen = dice.coin
  await writeForAWhile(scene, true)
  if (isFrozen) server.signal('SIGSTOP')
  await rename(server.directory, away)
  const movedAt = performance.now()
  const other = await FollowedServer.create(t, server.directory)
  const theirs = { ...scene, server: other }
  await other.start()
  await other.check(`${label}: another server`)
  await writeForAWhile(theirs)
  if (isFrozen) server.signal('SIGCONT')
  await requireNotice(scene, isFrozen ? performance.now() : movedAt, `${label}: the first server`)
  await other.pause()
  await other.check(`${label}: the other server, with the first one running`)
  const isEnded = dice.coin
  if (isEnded) await end(scene, `${label}: the first server`)
  await end(theirs, `${label}: the other server`)
  await restart(theirs, `${label}: the other server, restarted`)
  await end(theirs, `${label}: the other server`)
  await rename(server.directory, others)
  await rename(away, server.directory)
  if (isEnded) await restart(scene, `${label}: the first server, restarted`)
  else await requireRecovery(scene, `${label}: the first server`)
  await remove(others)
}

/** The directory is removed, and another server starts there. The first one must not overwrite its files, not even when it stops. */
export const takeover: Action = async (scene, label) => {
  const { t, server, dice } = scene
  const isFrozen = dice.coin
  await writeForAWhile(scene, true)
  if (isFrozen) server.signal('SIGSTOP')
  await remove(server.directory)
  const removedAt = performance.now()
  const other = await FollowedServer.create(t, server.directory)
  const theirs = { ...scene, server: other }
  await other.start()
  await other.check(`${label}: another server`)
  await writeForAWhile(theirs)
  // Then the first server is alone with files that are not its own.
  const isAlone = dice.coin
  if (isAlone) await end(theirs, `${label}: the other server`)
  if (isFrozen) server.signal('SIGCONT')
  await requireNotice(scene, isFrozen ? performance.now() : removedAt, `${label}: the first server`)
  await end(scene, `${label}: the first server`)
  if (!isAlone) await end(theirs, `${label}: the other server`)
  await restart(theirs, `${label}: the other server, restarted`)
  await end(theirs, `${label}: the other server`)
  await remove(server.directory)
  server.know()
  await restart(scene, `${label}: started again`)
}
