// The load, in its own process: sends prepared requests, one at a time on each connection, and checks that every response is 2xx.
//
// Receives messages {"port","seconds","connections","requests":[{"method","path","headers","body"}]} one after the other, so that V8
// compiles the load only once, and replies with {"count","seconds","failed"}. In a body, {n} becomes a unique number.
import { bodyOf, headOf, openConnection } from './connection.mjs'

const marker = `${process.pid}-`
let sent = Math.floor(Math.random() * 1_000_000)

process.on('message', async (order) => process.send(await run(order)))

async function run({ port, seconds, connections, requests }) {
  const prepared = requests.map((request) => ({ head: headOf(port, request), body: request.body }))
  const turn = { count: 0, failed: 0, isOver: false }
  const nextRequest = () => {
    sent++
    const { head, body } = prepared[sent % prepared.length]
    return body === undefined ? `${head}\r\n` : head + bodyOf(body.replace('{n}', marker + sent))
  }
  const begin = performance.now()
  setTimeout(() => {
    turn.isOver = true
  }, seconds * 1000)
  stayAwake(turn)
  await Promise.all(Array.from({ length: connections }, () => sendOn(port, nextRequest, turn)))
  return { count: turn.count, seconds: (performance.now() - begin) / 1000, failed: turn.failed }
}

/**
 * Keeps this process from sleeping between two responses. Waking it costs the server that sends the next response (10 µs of 45 on a
 * virtual machine), and the slower a server is, the more often it would pay.
 */
function stayAwake(turn) {
  if (!turn.isOver) setImmediate(stayAwake, turn)
}

/** Sends one request after the other until the turn is over. */
function sendOn(port, nextRequest, turn) {
  const connection = openConnection(port, (status) => {
    if (status < 200 || status > 299) turn.failed++
    turn.count++
    if (turn.isOver) connection.end()
    else connection.send(nextRequest())
  })
  connection.send(nextRequest())
  const countEarlyEnd = () => {
    if (!turn.isOver) turn.failed++
  }
  return connection.closed.then(countEarlyEnd, countEarlyEnd)
}
