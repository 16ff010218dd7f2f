import { connect } from 'node:net'
import type { Test } from 'tap'
import { program } from './program.ts'
import { randomRequests } from './random-requests.ts'

const BATCH = 100
/** What depends on the time, on chance, and on how the connection is used. */
const VARIABLE = /^(Date|Connection|Keep-Alive|X-Request-Id|X-Runtime): [^\r]*\r\n/gim

/** Sends the same requests to two servers: each on its own connection, and many on one connection. The responses must be the same. */
export async function compareWithPipelining(t: Test, seed: string, count: number): Promise<void> {
  const { start } = await program(t)
  const [one = 0, other = 0] = await Promise.all(
    Array.from({ length: 2 }, async () => {
      const url = await start(['--port', '0', '--json', '--ephemeral', '--sandbox-ttl', '10000']).ready
      return Number(new URL(url).port)
    })
  )
  const requests = randomRequests(seed, count)
  const statuses = new Map<string, number>()
  let different = 0
  for (let from = 0; from < count; from += BATCH) {
    const batch = requests.slice(from, from + BATCH)
    let single = ''
    for (const { bytes } of batch) single += await exchange(one, bytes(true))
    for (const [status] of single.matchAll(/(?<=HTTP\/1.1 )\d+/g)) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    const pipelined = await exchange(other, batch.map(({ bytes }, i) => bytes(i === batch.length - 1)).join(''))
    if (single === pipelined) continue
    different++
    if (different > 1) continue
    const at = [...single].findIndex((character, i) => pipelined[i] !== character)
    const around = (text: string) => text.slice(Math.max(0, at - 1000), at + 1000)
    const last = `${from + batch.length - 1}, from character ${at} on`
    t.equal(around(pipelined), around(single), `requests ${from} to ${last}`, { lines: batch.map(({ line }) => line) })
  }
  t.comment(`responses by status: ${JSON.stringify(Object.fromEntries(statuses))}`)
  t.equal(different, 0, `batches with different responses, of ${count} requests`)
}

/** Sends bytes, and receives everything until the server closes the connection. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const received: Buffer[] = []
    socket.on('data', (chunk) => received.push(chunk))
    socket.on('error', fail)
    socket.on('close', () => done(Buffer.concat(received).toString().replaceAll(VARIABLE, '')))
    socket.write(bytes)
  })
}
