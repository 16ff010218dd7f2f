// Every history of parallel clients is linearizable, whatever happens to replicas and NATS nodes.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withCluster } from '../cluster.mjs'
import { singleServer, startReplica } from '../replicas.mjs'
import { check, checker } from './check.mjs'
import { Round } from './clients.mjs'
import { firstGuids } from './guids.mjs'
import { Random } from './random.mjs'
import { troubleOf } from './troubles.mjs'
import { inOrder, pairs } from './wrong-histories.mjs'

const SANDBOXES = 4
const GUIDS = 1500
/** Without the check, two replicas soon overwrite each other. They mostly notice it, and then respond with a 503. */
const ROUNDS_WITHOUT_CHECK = 30

export async function linearizability({ counts, isShort, seed, rounds = isShort ? 10 : 200 }) {
  const program = await checker()
  const folder = mkdtempSync(join(tmpdir(), 'mock-histories-'))
  const judge = new Judge(program, await firstGuids(GUIDS), folder, counts)
  await judge.tellsWrongHistories()
  await oneServer(judge, seed)
  await withoutCheck(judge, seed)
  await withTroubles(judge, seed, rounds)
  if (counts.failed === 0) rmSync(folder, { recursive: true })
}

/** Lets Porcupine decide, and counts. */
class Judge {
  constructor(program, guids, folder, counts) {
    this.program = program
    this.guids = guids
    this.folder = folder
    this.counts = counts
    mkdirSync(folder, { recursive: true })
  }

  result(name, operations) {
    return check(this.program, this.guids, operations, join(this.folder, `${name.replaceAll(/\W+/g, '-')}.json`))
  }

  /** Counts a history that must be accepted. */
  async accept(name, operations, note = '') {
    const { file, result, operations: count, unknown, seconds, reason } = await this.result(name, operations)
    const isExpected = result === 'accepted'
    this.counts.record(
      isExpected,
      `${name}: ${result}, ${count} operations, ${unknown} of them unknown, checked in ${seconds} s${note}`
    )
    if (!isExpected) console.log(`  ${reason ?? ''}\n  ${file}${result === 'rejected' ? ', and .html shows it' : ''}`)
  }

  /** The model rejects each wrong history, and accepts the correct one next to it. */
  async tellsWrongHistories() {
    for (const [name, [right, wrong]] of Object.entries(pairs(this.guids))) {
      const results = [await this.result('right', inOrder(right)), await this.result('wrong', inOrder(wrong))]
      const [accepted, rejected] = results.map(({ result }) => result)
      this.counts.record(
        accepted === 'accepted' && rejected === 'rejected',
        `${name}: ${rejected}; the correct history: ${accepted}`
      )
    }
  }
}

/** One server without a store: shows that the clients and the model are right. */
async function oneServer(judge, seed) {
  const server = await singleServer()
  await startReplica(server)
  try {
    const { operations } = await record([server], names('one'), seed, sleep(2000))
    await judge.accept('one server', operations)
  } finally {
    await server.kill()
  }
}

/** Replicas that do not check whether another one was faster: their histories must be rejected, or the test proves nothing. */
async function withoutCheck(judge, seed) {
  await withCluster(
    async ({ replicas }) => {
      let result
      for (let round = 1; round <= ROUNDS_WITHOUT_CHECK && result !== 'rejected'; round++) {
        const { operations } = await record(replicas, [`unchecked-${round}`], seed + round, sleep(1000))
        ;({ result } = await judge.result(`unchecked ${round}`, operations))
      }
      judge.counts.record(result === 'rejected', `without the sequence check: ${result}`)
    },
    { hook: './test/cluster/linearizability/without-sequence-check.mjs' }
  )
}

async function withTroubles(judge, seed, rounds) {
  await withCluster(
    async (cluster) => {
      let checking = Promise.resolve()
      for (let round = 1; round <= rounds; round++) {
        const random = new Random(seed * 1000 + round)
        const trouble = troubleOf(random, cluster)
        const heal = () => cluster.heal()
        const finished = await record(
          cluster.replicas,
          names(`round-${round}`),
          seed * 1000 + round,
          trouble.run(),
          heal
        )
        await finished.readAll(cluster.replicas)
        // The next round runs while this one is checked.
        await checking
        checking = judge.accept(`round ${round} of ${rounds}`, finished.operations, `; ${trouble.name}`)
      }
      await checking
    },
    { canIsolate: true }
  )
}

/** Runs clients for as long as a promise is pending. @returns a round, with its history */
async function record(replicas, sandboxes, seed, pending, heal = async () => {}) {
  const round = new Round(sandboxes)
  let isOver = false
  const clients = round.run(replicas, seed, () => isOver)
  await pending
  isOver = true
  await heal()
  await clients
  return round
}

const names = (round) => Array.from({ length: SANDBOXES }, (_, i) => `${round}-${i + 1}`)
