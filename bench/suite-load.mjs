// A test suite as load, in its own process: each worker repeats its steps, one request at a time, and checks every response.
//
// Receives {"port","seconds","workers","steps":[{"method","path","headers","body","status","lost","matches","capture"}]} and
// replies with {"seconds","times","lost"}: the duration of each finished round in milliseconds, and how many rounds found that their
// record was gone: a response with the status `lost`. In paths and bodies, {w} is the worker, {n} a number that is unique per round, and {id}
// what the expression `capture` found last. An unexpected response ends the run: {"problem"}.
import { bodyOf, headOf, openConnection } from './connection.mjs'

let round = 0

process.on('message', async (order) => process.send(await run(order).catch(({ message }) => ({ problem: message }))))

async function run({ port, seconds, workers, steps }) {
  const compiled = steps.map((step) => ({
    ...step,
    matches: new RegExp(step.matches ?? ''),
    capture: step.capture && new RegExp(step.capture)
  }))
  const result = { times: [], lost: 0 }
  const begun = performance.now()
  const deadline = begun + seconds * 1000
  await Promise.all(
    Array.from({ length: workers }, (_, w) => work({ port, steps: compiled, worker: `w${w}`, deadline, result }))
  )
  return { seconds: (performance.now() - begun) / 1000, ...result }
}

/** One worker: repeats its rounds until the deadline. */
async function work({ port, steps, worker, deadline, result }) {
  const { request, end, closed } = connect(port)
  for (let begun = performance.now(); begun < deadline; begun = performance.now()) {
    const isLost = await runRound(request, port, steps, { w: worker, n: `${process.pid}-${round++}`, id: '' })
    if (isLost) result.lost++
    result.times.push(performance.now() - begun)
  }
  end()
  await closed
}

/** @returns whether the record of this round was lost */
async function runRound(request, port, steps, values) {
  let isLost = false
  for (const step of steps) {
    const { status, text } = await request(render(port, step, values))
    if (status === step.lost) isLost = true
    else if (status !== step.status || !step.matches.test(text)) {
      throw new Error(`unexpected response to ${step.method} ${fill(step.path, values)}: ${text}`)
    }
    if (step.capture) values.id = step.capture.exec(text)[1]
  }
  return isLost
}

function render(port, step, values) {
  const head = headOf(port, { ...step, path: fill(step.path, values) })
  return step.body === undefined ? `${head}\r\n` : head + bodyOf(fill(step.body, values))
}

const fill = (text, { w, n, id }) => text.replaceAll('{w}', w).replaceAll('{n}', n).replaceAll('{id}', id)

/** A connection whose requests are awaited. */
function connect(port) {
  let waiting
  const { send, end, closed } = openConnection(port, (status, text) => waiting.resolve({ status, text }))
  const request = (text) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject }
      send(text)
    })
  closed.then(
    () => waiting.reject(new Error('the server closed a connection')),
    (error) => waiting.reject(error)
  )
  return { request, end, closed }
}
