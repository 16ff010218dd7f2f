import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { FollowedServer } from './followed-server.ts'

import { temporaryFolder } from './temporary.ts'

const MAX_ROUND_MS = 300
/** One round in this many ends with an orderly stop, and another one with a kill during an orderly stop. */
const STOPS = 5
const MAX_STOP_MS = 30

/**
 * Changes users, stubs, scenarios, settings and fixture sets in parallel, uses stubs, resets, ends the process at a random moment, and
 * restarts it on the same data directory. Every acknowledged change must be there, and nothing that was not requested.
 *
 * @returns the number of acknowledged changes
 */
export async function killRounds(t: Test, rounds: number): Promise<number> {
  const server = await FollowedServer.create(t, await temporaryFolder(t))
  for (let round = 0; round <= rounds; round++) {
    await server.start()
    await server.check(`round ${round}`)
    server.write()
    await sleep(Math.random() * MAX_ROUND_MS)
    const isStopped = round % STOPS === 1
    const isKilledWhileStopping = round % STOPS === 3
    if (isStopped || isKilledWhileStopping) server.signal('SIGTERM')
    if (isKilledWhileStopping) await sleep(Math.random() * MAX_STOP_MS)
    if (!isStopped) server.signal('SIGKILL')
    await server.ended()
  }
  return server.acknowledged
}
