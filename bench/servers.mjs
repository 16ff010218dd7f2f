// Starts and stops the servers that are measured.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { firstResponse } from './first-response.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Node reads these certificates before any program, which takes up to a fifth of a start. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env

/** The versions of the other servers. */
export const peers = JSON.parse(readFileSync(here('package.json'), 'utf8')).dependencies

/** Bare Fastify with the users of a fixture. */
export const bare = (fixture) => startNode([here('bare.mjs'), fixture])

/** The mock, with its data directory on disk. @param program its main file */
export const mock = (program, fixture, dataDir) =>
  startNode([program, '--port', '0', '--fixtures', fixture, '--data-dir', dataDir, '--fresh', '--json'])

/** Starts a Node program that prints its port as JSON when it is ready. */
async function startNode(words) {
  const begun = performance.now()
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const stop = stopperOf(child)
  const [line] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), once(child, 'exit')])
  if (typeof line !== 'string') throw new Error(`node ${words.join(' ')} ended before it was ready`)
  const { port } = JSON.parse(line)
  return { port, pid: child.pid, begun, stop }
}

/** json-server on a file that it may write to. */
export const jsonServer = (file) =>
  startOnFreePort('/users?_page=1', (port) => [
    process.execPath,
    here('node_modules/json-server/lib/bin.js'),
    file,
    '--port',
    port
  ])

/** WireMock with the stubs in a folder's `mappings`, and with a bounded journal like the mock's. */
export const wiremock = (folder) =>
  startOnFreePort('/__admin/health', (port) => [
    'java',
    '-jar',
    here(`node_modules/wiremock/build/wiremock-standalone-${peers.wiremock}.jar`),
    '--root-dir',
    folder,
    '--port',
    port,
    '--disable-banner',
    '--max-request-journal-entries',
    '10000'
  ])

/** Starts a program that does not report its port, and waits for its first response. */
async function startOnFreePort(path, command) {
  const port = await freePort()
  const [program, ...words] = command(`${port}`)
  const begun = performance.now()
  const child = spawn(program, words, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const stop = stopperOf(child)
  await firstResponse(port, path, { isAlive: () => child.exitCode === null })
  return { port, pid: child.pid, begun, stop }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Ends a server when its part is over, or when the benchmark fails. */
function stopperOf(child) {
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  return async () => {
    process.off('exit', kill)
    kill()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
}
