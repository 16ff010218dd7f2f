// Clients that create things through all replicas, and know what each replica has acknowledged.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { call, NotSent, send } from '../http.mjs'

const WRITERS_PER_REPLICA = 4
const AFTER_FAILURE = 100
/** The path of a stub that counts its uses: each is a change. */
const COUNTED = '/counted'

/** Things that can be created. Each has a name that nothing else has. */
const KINDS = {
  atrium: (name) => ['POST', '/users', { user: { identifier: name } }],
  atms: (name) => ['POST', '/api/Users', { Username: name, DisplayName: name, UserGroupName: 'Operators' }],
  stub: (name) => ['POST', '/__admin/mappings', { id: randomUUID(), name, request: { urlPath: `/${name}` } }],
  use: () => ['GET', COUNTED]
}

/** The load on one sandbox. */
export class Load {
  acknowledged = []
  /** What was sent without a success in response. It may have had an effect. */
  pending = []
  /** When each request ended, through which replica, and how: `status` is 0 without a response. */
  responses = []
  #sandbox
  #isOver = false
  #writers = []

  /** @param sandbox must be new */
  constructor(sandbox) {
    this.#sandbox = sandbox
  }

  async start(replicas, through = replicas) {
    const stub = { request: { urlPath: COUNTED }, metadata: { mock: { times: 1_000_000 } } }
    await call(replicas[0], 'POST', `/sandboxes/${this.#sandbox}/__admin/mappings`, stub)
    this.#writers = through.flatMap((replica) =>
      Array.from({ length: WRITERS_PER_REPLICA }, (_, i) => this.#write(replica, `${replica.name}-${i}`))
    )
  }

  async stop() {
    this.#isOver = true
    await Promise.all(this.#writers)
  }

  async #write(replica, writer) {
    const kinds = Object.keys(KINDS)
    for (let n = 0; !this.#isOver; n++) {
      const kind = kinds[n % kinds.length]
      const name = `${kind}-${writer}-${n}`
      const isAcknowledged = await this.#send(replica, name, KINDS[kind](name))
      if (!isAcknowledged) await sleep(AFTER_FAILURE)
    }
  }

  async #send(replica, name, [method, path, body]) {
    const begun = performance.now()
    let status = 0
    let isSent = true
    let reason = ''
    try {
      const response = await send(replica, method, `/sandboxes/${this.#sandbox}${path}`, { body })
      status = response.status
      if (status > 299) reason = response.text
    } catch (error) {
      isSent = !(error instanceof NotSent)
      reason = error.message
    }
    const isAcknowledged = status >= 200 && status <= 299
    if (isSent) this[isAcknowledged ? 'acknowledged' : 'pending'].push(name)
    this.responses.push({ replica: replica.name, begun, at: performance.now(), status, reason })
    return isAcknowledged
  }

  /** What is wrong with the sandbox as a replica shows it. @returns texts */
  async problems(replica) {
    const read = async (path) => (await call(replica, 'GET', `/sandboxes/${this.#sandbox}/__admin/${path}`)).body
    const { atrium, atms } = await read('state')
    const { mappings } = await read('mappings')
    const { meta } = await read('history?limit=1')
    const names = [
      ...atrium.users.map(({ identifier }) => identifier),
      ...atms.users.map(({ Username }) => Username),
      ...mappings.map(({ name }) => name)
    ].filter((name) => isOurs(name))
    return [
      ...problemsOf(names, this.acknowledged, this.pending),
      ...duplicates(atrium.users.map(({ guid }) => guid)).map((guid) => `two users have the guid ${guid}`),
      ...this.#wrongRevision(meta.revision, names.length)
    ]
  }

  /** Each change counts once: the things, the uses of the stub, and the stub itself. */
  #wrongRevision(revision, things) {
    const uses = (list) => list.filter((name) => name.startsWith('use-')).length
    const least = 1 + things + uses(this.acknowledged)
    const most = least + uses(this.pending)
    return revision >= least && revision <= most ? [] : [`revision ${revision} is not between ${least} and ${most}`]
  }
}

const isOurs = (name) => /^(atrium|atms|stub)-/.test(name ?? '')

function problemsOf(names, acknowledged, pending) {
  const present = new Set(names)
  const known = new Set([...acknowledged, ...pending])
  return [
    ...acknowledged.filter((name) => isOurs(name) && !present.has(name)).map((name) => `${name} is lost`),
    ...duplicates(names).map((name) => `${name} is there twice`),
    ...names.filter((name) => !known.has(name)).map((name) => `nobody created ${name}`)
  ]
}

const duplicates = (all) => all.filter((each, i) => all.indexOf(each) < i)
