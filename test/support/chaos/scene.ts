import { rename, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import type { FollowedServer } from '../followed-server.ts'
import type { Dice } from './dice.ts'

/** The server, folders and random numbers of a chaos round. */
export interface Scene {
  readonly t: Test
  readonly dice: Dice
  readonly server: FollowedServer
  /** The folder that the data directory is in. */
  readonly folder: string
  /** A symbolic link to the data directory, and another folder for temporary files. */
  readonly other: { readonly link: string; readonly temporary: string }
  /** Whether the folder is a separate small file system. */
  readonly isSmall: boolean
  /** The library that changes the time of a process, if it is installed. */
  readonly clockLibrary: string | undefined
}

/** Disturbs a server that has been checked. At the end, a server runs on the directory and has been checked again. */
export type Action = (scene: Scene, label: string) => Promise<void>

/** How long clients may write before something happens, in milliseconds. */
const MAX_WRITING = 250

/** Lets clients write for a random time. They continue afterwards. */
export async function writeForAWhile({ server, dice }: Scene, mayRefuse = false, withSets = true): Promise<void> {
  server.write({ mayRefuse, withSets })
  await dice.wait(MAX_WRITING)
}

/** Ends the process in one of two ways. @returns the way */
export async function end({ server, dice, t }: Scene, label: string): Promise<void> {
  const isKill = dice.coin
  server.signal(isKill ? 'SIGKILL' : 'SIGTERM')
  const code = await server.ended()
  t.equal(code, isKill ? 'SIGKILL' : 0, `${label}: it ends`)
}

/** Starts the server on what it left behind, and checks it. */
export async function restart({ server }: Scene, label: string): Promise<void> {
  await server.start()
  await server.check(label)
}

/** Waits for a condition. @throws if it takes too long */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string, seconds = 20): Promise<void> {
  const end = performance.now() + seconds * 1000
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`not within ${seconds} seconds: ${what}`)
    await sleep(10)
  }
}

/** Removes a folder at once: it is renamed first. */
export async function remove(path: string): Promise<void> {
  const trash = `${path}.removed`
  await rename(path, trash)
  await rm(trash, { recursive: true, maxRetries: 20, retryDelay: 5 })
}
