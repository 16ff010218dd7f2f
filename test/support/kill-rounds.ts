import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { readJson } from './calls.ts'
import type { Json } from './control.ts'
import { Ledger } from './kill-ledger.ts'
import { send, TIMES, writeUntilKilled } from './kill-writers.ts'
import { program } from './program.ts'
import { temporaryFolder } from './temporary.ts'

const MAX_ROUND_MS = 300
/** One round in this many ends with an orderly stop, and another one with a kill during an orderly stop. */
const STOPS = 5
const MAX_STOP_MS = 30
const FILE_STUB = {
  id: '00000000-0000-4000-8000-000000000001',
  response: { body: 'from a file' },
  request: { urlPath: '/file' }
}
/** What a complete reset returns to. */
const INITIAL = new Map([[`stub ${FILE_STUB.id}`, FILE_STUB.response.body]])

/**
 * Changes users, stubs, scenarios and settings in parallel, uses stubs, resets, ends the process at a random moment, and restarts it on
 * the same data directory. Every acknowledged change must be there, and nothing that was not requested.
 *
 * @returns the number of acknowledged changes
 */
export async function killRounds(t: Test, rounds: number): Promise<number> {
  const { start } = await program(t)
  const [dataDir, stubs] = [await temporaryFolder(t), await temporaryFolder(t)]
  await writeFile(join(stubs, 'one.json'), JSON.stringify(FILE_STUB))
  const words = ['--port', '0', '--json', '--fixtures', 'empty', '--data-dir', dataDir, '--stubs', stubs]
  let ledger = new Ledger(INITIAL, INITIAL)
  let lastRevision = 0
  let acknowledged = 0
  for (let round = 0; round <= rounds; round++) {
    const running = start(words)
    const url = await running.ready
    const revision = await revisionOf(url)
    const least = lastRevision + ledger.acknowledged
    const isPossible = revision >= least && revision <= least + ledger.pending
    t.ok(isPossible, `round ${round}: revision ${revision} is ${least} or up to ${ledger.pending} more`)
    const values = await valuesOf(url)
    t.strictSame(
      ledger.differences(values),
      [],
      `round ${round}: no acknowledged change is lost, and nothing else is there`
    )
    await removeCounters(url, values)
    ledger = new Ledger(values, INITIAL)
    lastRevision = await revisionOf(url)
    const writing = writeUntilKilled(url, round, ledger)
    await sleep(Math.random() * MAX_ROUND_MS)
    const isStopped = round % STOPS === 1
    const isKilledWhileStopping = round % STOPS === 3
    if (isStopped || isKilledWhileStopping) running.process.kill('SIGTERM')
    if (isKilledWhileStopping) await sleep(Math.random() * MAX_STOP_MS)
    if (!isStopped) running.process.kill('SIGKILL')
    await writing
    await running.ended
    acknowledged += ledger.acknowledged
  }
  return acknowledged
}

const revisionOf = async (url: string): Promise<number> => (await readJson({ url }, '/__admin/health')).serving.revision

/** Everything that writers change, by key. */
async function valuesOf(url: string): Promise<Map<string, string>> {
  const read = (path: string): Promise<Json> => readJson({ url }, `/__admin/${path}`)
  const { atrium, atms } = await read('state')
  const { mappings } = await read('mappings')
  const { scenarios } = await read('scenarios')
  const { delayDistribution } = (await read('settings')).settings
  const plain = mappings.filter(
    ({ scenarioName, metadata }: Json) => scenarioName === undefined && metadata === undefined
  )
  const counting: string[] = mappings.filter(({ metadata }: Json) => metadata !== undefined).map(({ id }: Json) => id)
  // The first request without a delay: what they count is read by using them up.
  await send(url, 'PUT', '/__admin/settings', {})
  const used = await Promise.all(
    counting.map(async (id): Promise<[string, string]> => [`uses ${id}`, await usesOf(url, id)])
  )
  await send(url, 'PUT', '/__admin/settings', delayDistribution === undefined ? {} : { delayDistribution })
  return new Map<string, string>([
    ...atrium.users.map(({ identifier, metadata }: Json) => [identifier, metadata]),
    ...atms.users.map((user: Json) => [user.Username, `${user.DisplayName} ${user.IsAccountDisabled}`]),
    ...plain.map(({ id, response }: Json) => [`stub ${id}`, response.body]),
    ...scenarios.map(({ name, state }: Json) => [name, state]),
    ...(delayDistribution === undefined ? [] : [['settings', String(delayDistribution.milliseconds)] as const]),
    ...used
  ])
}

/** How often a counting stub was used before. */
async function usesOf(url: string, id: string): Promise<string> {
  let remaining = 0
  while ((await fetch(`${url}/uses/${id}`)).ok) remaining++
  return String(TIMES - remaining)
}

/** Removes the counting stubs, which have been used up. */
async function removeCounters(url: string, values: Map<string, string>): Promise<void> {
  const counters = [...values.keys()].filter((key) => key.startsWith('uses '))
  for (const key of counters) {
    await send(url, 'DELETE', `/__admin/mappings/${key.slice('uses '.length)}`)
    values.delete(key)
  }
}
