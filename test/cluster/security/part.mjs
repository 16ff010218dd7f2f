// NATS with TLS and accounts: a replica with the right files starts, and any other says what is wrong, and ends.
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { call } from '../http.mjs'
import { natsNodes, untilHealthy } from '../nats.mjs'
import { withFolder } from '../processes.mjs'
import { singleServer, startReplica } from '../replicas.mjs'
import { Operator } from './accounts.mjs'
import { certificates } from './certificates.mjs'

export const security = ({ counts }) =>
  withFolder(async (folder) => {
    const { ca, cert, key } = await certificates(folder, 'right')
    const { ca: otherCa } = await certificates(folder, 'other')
    const operator = new Operator()
    const tls = { cert_file: cert, key_file: key }
    const [node] = await natsNodes(folder, 1, undefined, { ...operator.configuration, tls })
    const file = (name, text) => {
      const path = join(folder, name)
      writeFileSync(path, text)
      return path
    }
    const creds = file('right.creds', operator.credentials())
    const store = ['--store', `tls://127.0.0.1:${node.port}`]
    const trusting = [...store, '--store-ca', ca]
    const right = [...trusting, '--store-creds', creds]
    node.start()
    try {
      await untilHealthy(node)
      await accepts(counts, right)
      const rows = {
        'no CA': [[...store, '--store-creds', creds], /cannot trust the certificate of NATS at .*--store-ca/],
        'another CA': [
          [...store, '--store-creds', creds, '--store-ca', otherCa],
          /cannot trust the certificate of NATS/
        ],
        'a CA that does not exist': [[...store, '--store-ca', 'no.pem'], /cannot read --store-ca no\.pem: it does not/],
        'a CA that is none': [[...store, '--store-ca', creds], /--store-ca .* contains no certificate/],
        'no credentials': [trusting, /rejects the credentials: check .*--store-creds/],
        'credentials of another operator': [
          [...trusting, '--store-creds', file('other.creds', new Operator().credentials())],
          /rejects the credentials: check .*--store-creds/
        ],
        'credentials that have expired': [
          [...trusting, '--store-creds', file('old.creds', operator.credentials(-60))],
          /rejects the credentials: check .*--store-creds/
        ],
        'credentials that do not exist': [
          [...trusting, '--store-creds', 'no'],
          /cannot read --store-creds no: it does/
        ],
        'a file without credentials': [
          [...trusting, '--store-creds', file('empty.creds', '')],
          /--store-creds .*empty\.creds is not a \.creds file of NATS: create one with nsc/
        ]
      }
      for (const [name, [words, message]] of Object.entries(rows)) await rejects(counts, name, words, message)
    } finally {
      await node.kill()
    }
  })

/** A replica uses the store. */
async function accepts(counts, words) {
  const replica = await singleServer(...words)
  try {
    await startReplica(replica)
    const { status } = await call(replica, 'POST', '/users', { user: { identifier: 'a' } })
    counts.record(status === 200, `TLS and a .creds file: a user is created: ${status}`)
  } catch (error) {
    counts.record(false, `TLS and a .creds file: ${error.message}`)
  } finally {
    await replica.kill()
  }
}

/** A replica ends with one sentence. */
async function rejects(counts, name, words, message) {
  const replica = await singleServer(...words)
  replica.start()
  const [code] = await once(replica.child, 'close')
  const isRight = code === 1 && message.test(replica.output) && replica.output.trim().split('\n').length === 1
  counts.record(isRight, `${name}: exit code ${code}, ${replica.output.trim()}`)
}
