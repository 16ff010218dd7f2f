// An operator with one account, as `nsc` would create them: the configuration of a node, and credentials of users.
import { nkeys } from '@nats-io/transport-node'

const UNLIMITED = { subs: -1, data: -1, payload: -1 }
const ACCOUNT = { ...UNLIMITED, conn: -1, leaf: -1, imports: -1, exports: -1, wildcards: true }
/** The system account must not have it. */
const JETSTREAM = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }
const DAY = 24 * 60 * 60

export class Operator {
  #key = nkeys.createOperator()
  #account = nkeys.createAccount()
  #system = nkeys.createAccount()

  /** What a node needs to know of it. */
  get configuration() {
    const entry = (account, limits) => [account.getPublicKey(), this.#sign(this.#key, account, 'account', { limits })]
    return {
      operator: this.#sign(this.#key, this.#key, 'operator', {}),
      system_account: this.#system.getPublicKey(),
      resolver: 'MEMORY',
      resolver_preload: Object.fromEntries([
        entry(this.#account, { ...ACCOUNT, ...JETSTREAM }),
        entry(this.#system, ACCOUNT)
      ])
    }
  }

  /** The content of a `.creds` file for a new user. @param seconds how long it is valid */
  credentials(seconds = DAY) {
    const user = nkeys.createUser()
    const jwt = this.#sign(this.#account, user, 'user', { ...UNLIMITED, pub: {}, sub: {} }, seconds)
    const seed = new TextDecoder().decode(user.getSeed())
    return `${section('NATS USER JWT', jwt)}\n${section('USER NKEY SEED', seed)}`
  }

  #sign(issuer, subject, type, claims, seconds = DAY) {
    const now = Math.floor(Date.now() / 1000)
    const parts = [
      { typ: 'JWT', alg: 'ed25519-nkey' },
      {
        ...{ jti: `${type}-${now}`, iat: now, exp: now + seconds, name: 'test' },
        ...{ iss: issuer.getPublicKey(), sub: subject.getPublicKey(), nats: { ...claims, type, version: 2 } }
      }
    ]
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${signed}.${Buffer.from(issuer.sign(Buffer.from(signed))).toString('base64url')}`
  }
}

const section = (name, text) => `-----BEGIN ${name}-----\n${text}\n------END ${name}------\n`
