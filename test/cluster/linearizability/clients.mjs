// Parallel clients that record what they did and saw.
import { setTimeout as sleep } from 'node:timers/promises'
import { NoResponse, NotSent, send } from '../http.mjs'
import { until } from '../processes.mjs'
import { choose, isRead, Known, requestOf, resultOf } from './operations.mjs'
import { Random } from './random.mjs'

const CLIENTS = 16
/** How long a client waits for a response, in milliseconds. */
const PATIENCE = 5000
/** How long it waits before its next request, at most. More requests would not make the histories harder, but longer to check. */
const MAX_PAUSE = 40
const AFTER_FAILURE = 250
/** More operations than this on one sandbox take long to check, and its history would not contain all changes. */
const MOST = 900
/** As many changes as one call shows. All changes of a sandbox tell the model which operations had an effect, and in which order. */
const ALL_CHANGES = 1000

/** The history of a round: all operations on some sandboxes. */
export class Round {
  operations = []
  #sandboxes
  #known
  #counts

  /** @param sandboxes their names; they must be new */
  constructor(sandboxes) {
    this.#sandboxes = sandboxes
    this.#known = new Map(sandboxes.map((name) => [name, new Known()]))
    this.#counts = new Map(sandboxes.map((name) => [name, 0]))
  }

  /** Sends requests until the round is over. @param replicas each request goes to any of them */
  async run(replicas, seed, isOver) {
    await Promise.all(
      Array.from({ length: CLIENTS }, (_, client) => this.#work(client, replicas, new Random(seed + client), isOver))
    )
  }

  /** Reads each sandbox through each replica, when all of them work again. */
  async readAll(replicas) {
    for (const sandbox of this.#sandboxes) {
      for (const replica of replicas) {
        for (const operation of [{ op: 'list' }, { op: 'history', limit: ALL_CHANGES }]) {
          await until(`${replica.name} serves ${sandbox}`, () => this.#record(CLIENTS, sandbox, replica, operation))
        }
      }
    }
  }

  async #work(client, replicas, random, isOver) {
    for (let n = 0; !isOver(); n++) {
      const sandbox = random.pick(this.#sandboxes)
      const count = this.#counts.get(sandbox)
      if (count >= MOST) return
      this.#counts.set(sandbox, count + 1)
      const operation = choose(random, this.#known.get(sandbox), `${client}-${n}`)
      const isKnown = await this.#record(client, sandbox, random.pick(replicas), operation)
      await sleep(isKnown ? random.next() * MAX_PAUSE : AFTER_FAILURE)
    }
  }

  /** Sends a request and records it. @returns whether its outcome is known */
  async #record(client, sandbox, replica, operation) {
    const [method, path, body] = requestOf(operation)
    const call = now()
    let result
    try {
      result = resultOf(await send(replica, method, `/sandboxes/${sandbox}${path}`, { body, timeout: PATIENCE }))
    } catch (error) {
      if (error instanceof NotSent) return false
      if (!(error instanceof NoResponse)) throw error
      result = { status: 0 }
    }
    // A 503 does not say whether the store has the change.
    const isKnown = result.status !== 0 && result.status !== 503
    if (isKnown) this.#known.get(sandbox).note({ ...operation, ...result })
    if (isKnown || !isRead(operation.op)) {
      const entry = { client, sandbox, replica: replica.name, ...operation, call, return: now(), ...result }
      this.operations.push(isKnown ? entry : { ...entry, status: 0 })
    }
    return isKnown
  }
}

/** In nanoseconds. Two operations may have the same time: then they count as concurrent. */
const now = () => Math.round(performance.now() * 1e6)
