import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { FollowedServer } from '../followed-server.ts'
import { temporaryFolder } from '../temporary.ts'
import { within } from '../within.ts'
import { clockStep, findClockLibrary } from './clocks.ts'
import { Dice } from './dice.ts'
import { emptying, olderCopy, removal, renaming } from './directories.ts'
import { fullDisk, limitedFiles, mountSmallDisk } from './disks.ts'
import { ending, freeze, killWhenQuiet, killWhileStarting, killWhileStopping } from './processes.ts'
import { race, second } from './rivals.ts'
import type { Action, Scene } from './scene.ts'
import { swap, takeover } from './takeovers.ts'

/** Each action runs once before one runs again. */
const ACTIONS: Readonly<Record<string, Action>> = {
  ending,
  killWhileStopping,
  killWhenQuiet,
  killWhileStarting,
  freeze,
  second,
  race,
  fullDisk,
  limitedFiles,
  clockStep,
  removal,
  emptying,
  renaming,
  swap,
  takeover,
  olderCopy
}

export interface ChaosOptions {
  readonly seed: string
  /** The number of actions. */
  readonly actions: number
  /** The names of the actions to choose from; empty for all. */
  readonly only: readonly string[]
}

/**
 * Runs random actions on a server and its data directory while clients write. After each, every acknowledged change must be there, nothing
 * may be there that was not requested, and the revision must not go back.
 *
 * @returns the number of acknowledged changes
 */
export async function chaosRounds(t: Test, { seed, actions, only }: ChaosOptions): Promise<number> {
  const folder = await temporaryFolder(t)
  const dice = new Dice(seed)
  // The path of a Unix socket in the second one would be too long.
  const name = dice.pick(['data', 'd'.repeat(120)])
  const isSmall = mountSmallDisk(t, folder)
  const clockLibrary = findClockLibrary()
  if (!isSmall) t.comment('skipped: a full disk, because this user may not mount one')
  if (clockLibrary === undefined)
    t.comment('skipped: clock steps, because libfaketime is not installed (apt-get install faketime)')
  const server = await FollowedServer.create(t, join(folder, name))
  const other = { link: join(folder, 'link'), temporary: await temporaryFolder(t) }
  await symlink(server.directory, other.link)
  const scene: Scene = { t, dice, server, folder, other, isSmall, clockLibrary }
  await server.start()
  await within(server.check('at the start'), 'the server is checked', () => server.errors)
  const names = Object.keys(ACTIONS).filter((each) => only.length === 0 || only.includes(each))
  let deck: string[] = []
  for (let n = 1; n <= actions && t.passing(); n++) {
    if (deck.length === 0) deck = dice.shuffle(names)
    const chosen = deck.pop() ?? ''
    const start = performance.now()
    const action = ACTIONS[chosen]?.(scene, `${n} ${chosen}`) ?? Promise.resolve()
    // Several waits in a row may each be long.
    await within(action, `the action ${n} ${chosen} is complete`, () => server.errors, 600)
    t.comment(`${n} ${chosen}: ${Math.round(performance.now() - start)} ms`)
  }
  server.signal('SIGKILL')
  await server.ended()
  return server.acknowledged
}
