// Starts and stops the servers that are measured.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Bare Fastify over the users of a fixture. */
export const bare = (fixture) => start([here('bare.mjs'), fixture])

/** The mock, with its data directory on disk. @param program its main file */
export const mock = (program, fixture, dataDir) =>
  start([program, '--port', '0', '--fixtures', fixture, '--data-dir', dataDir, '--fresh', '--json'])

/** json-server over the same users, in a copy of the file that it may write to. */
export async function jsonServer(file) {
  const port = 20_000 + (process.pid % 10_000)
  const begun = performance.now()
  const child = spawn(process.execPath, [here('node_modules/json-server/lib/bin.js'), file, '--port', `${port}`], {
    stdio: 'ignore'
  })
  await answer(port, '/users?_limit=1')
  return { port, pid: child.pid, begun, stop: () => stop(child) }
}

/** Node reads these certificates before it reads a program, and takes as long for one as for the other: up to a fifth of a start. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env

async function start(words) {
  const begun = performance.now()
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const { port, pid } = JSON.parse(line)
  return { port, pid, begun, stop: () => stop(child) }
}

async function stop(child) {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Asks until there is an answer, and says when it came. */
export async function answer(port, path, headers = '') {
  for (;;) {
    const text = await ask(port, path, headers)
    if (text !== undefined) return performance.now()
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

function ask(port, path, headers) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('error', () => resolve(undefined))
    socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`))
    socket.once('data', (data) => {
      socket.destroy()
      resolve(data.toString())
    })
  })
}

/** Resident memory in bytes. */
export function memoryOf(pid) {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]
  return Number(kilobytes) * 1024
}
