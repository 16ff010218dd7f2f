// Starts programs, and ends all of them with the run.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

const running = new Set()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a program that ends with the run. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], ...options })
  running.add(child)
  child.once('close', () => running.delete(child))
  return child
}

export async function end(child, signal = 'SIGTERM') {
  if (!running.has(child)) return
  child.kill(signal)
  await once(child, 'close')
}

export const endAll = () => Promise.all([...running].map((child) => end(child, 'SIGKILL')))

/** The first line that a program prints. */
export async function firstLine(child) {
  const [line] = await once(createInterface(child.stdout), 'line')
  child.stdout.resume()
  return line
}

/** Whether a command exists. */
export const exists = (command, argument) => spawnSync(command, [argument], { stdio: 'ignore' }).error === undefined

/** Waits until a port accepts connections. */
export async function listening(port, child) {
  for (let tries = 0; tries < 400; tries++) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`)
    if (await accepts(port)) return
    await sleep(25)
  }
  throw new Error(`${child.spawnfile} does not listen`)
}

function accepts(port) {
  const socket = connect(port, '127.0.0.1')
  return new Promise((done) => {
    socket.once('connect', () => done(true)).once('error', () => done(false))
  }).finally(() => socket.destroy())
}

/**
 * Sends a request with its target exactly as given.
 *
 * @returns status and body; the status is 0 if the connection broke
 */
export async function send({ port, agent }, { method = 'GET', target, headers = {}, body }) {
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const sent = request({ host: '127.0.0.1', port, agent, method, path: target, headers: { ...type, ...headers } })
  sent.setTimeout(10_000, () => sent.destroy(new Error('no response within ten seconds')))
  try {
    const responded = once(sent, 'response')
    sent.end(body)
    const [response] = await responded
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += chunk
    return { status: response.statusCode, text }
  } catch (error) {
    return { status: 0, text: String(error) }
  }
}
