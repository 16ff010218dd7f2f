// The load, in a process of its own. Written on bare sockets, because it must cost less than the server that it measures: it has
// no more to do than to send prepared requests, one at a time on each connection, and to see that the answers are 2xx.
//
// Takes messages {"port","seconds","connections","headers","requests":[{"method","path","body"}],"awake"}, one after the other, and
// answers each with {"perSecond","failed"}: the engine compiles the load once, and not in each turn anew. In a body, {n} becomes a number
// that no other request has.
import { connect } from 'node:net'

const marker = `${process.pid}-`
let sent = Math.floor(Math.random() * 1_000_000)

process.on('message', async (order) => process.send(await run(order)))

async function run({ port, seconds, connections, headers, requests, awake }) {
  const prepared = requests.map(({ method, path, body }) => ({
    head: `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}`,
    body
  }))
  const turn = { answered: 0, failed: 0, isOver: false }
  const nextRequest = () => {
    sent++
    const { head, body } = prepared[sent % prepared.length]
    if (body === undefined) return `${head}\r\n`
    const text = body.replace('{n}', marker + sent)
    return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
  }
  const begin = performance.now()
  setTimeout(() => {
    turn.isOver = true
  }, seconds * 1000)
  if (awake) stayAwake(turn)
  await Promise.all(Array.from({ length: connections }, () => sendOn(port, nextRequest, turn)))
  return { perSecond: turn.answered / ((performance.now() - begin) / 1000), failed: turn.failed }
}

/**
 * Keeps this process from falling asleep between two answers: to wake it is work for the server that sends the next one (10 µs of 45
 * on a virtual machine), and the slower a server is, the more often it would have to.
 */
function stayAwake(turn) {
  if (!turn.isOver) setImmediate(stayAwake, turn)
}

/** Sends one request after the other until the turn is over. */
function sendOn(port, nextRequest, turn) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let pending = ''
  socket.setEncoding('latin1')
  socket.on('connect', () => socket.write(nextRequest()))
  socket.on('data', (chunk) => {
    pending = pending === '' ? chunk : pending + chunk
    const end = pending.indexOf('\r\n\r\n')
    if (end < 0) return
    const at = pending.toLowerCase().indexOf('content-length: ')
    const length = at < 0 || at > end ? 0 : Number.parseInt(pending.slice(at + 16, at + 26), 10)
    if (pending.length < end + 4 + length) return
    if (pending.charCodeAt(9) !== 50) turn.failed++
    turn.answered++
    pending = ''
    if (turn.isOver) socket.end()
    else socket.write(nextRequest())
  })
  socket.on('error', () => turn.failed++)
  return new Promise((done) => socket.on('close', done))
}
