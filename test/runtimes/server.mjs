import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { clientOf } from './client.mjs'

const PROGRAM = fileURLToPath(new URL('../../dist/main.cjs', import.meta.url))
export const LIBRARY = new URL('../../dist/index.js', import.meta.url).href

export const ATRIUM = { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id' }
export const ATMS = { token: 'test-token' }

const { NODE_OPTIONS: _, NODE_EXTRA_CA_CERTS: __, ...surroundings } = process.env
const env = { ...surroundings, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' }

/** Folders and processes to remove when the run ends, even by an error. */
const folders = []
const children = new Set()
process.once('exit', () => {
  endAll()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Ends the processes that a failed scenario left running. */
export function endAll() {
  for (const child of children) child.kill('SIGKILL')
}

/** A temporary folder that is removed when the run ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'mock-runtimes-'))
  folders.push(folder)
  return folder
}

/** Runs a script under a runtime. The process ends with this one at the latest. */
export function start({ file, args }, words) {
  const child = spawn(file, [...args, ...words], { cwd: temporaryFolder(), env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.err += text
  })
  children.add(child)
  const ended = once(child, 'close').then(([code, signal]) => {
    children.delete(child)
    return { code: signal ?? code, ...output }
  })
  return { child, output, ended }
}

/** Runs a script or a command of the program to its end. @returns exit code and output */
export const runScript = (runtime, words) => start(runtime, words).ended
export const runCommand = (runtime, words) => runScript(runtime, [PROGRAM, ...words])

/** Starts the program on free ports, in memory unless it gets a data directory, and waits until it is ready. */
export async function startServer(runtime, words = []) {
  const store = words.includes('--data-dir') ? [] : ['--ephemeral']
  const { child, output, ended } = start(runtime, [PROGRAM, '--port', '0', '--json', ...store, ...words])
  const line = once(createInterface(child.stdout), 'line')
  const early = ended.then(({ code, err }) => {
    throw new Error(`the server ended with ${code} before it was ready: ${err}`)
  })
  const [ready] = await Promise.race([line, early])
  early.catch(() => {})
  const { url, tlsUrl } = JSON.parse(ready)
  const control = clientOf(url)
  const end = (signal) => {
    child.kill(signal)
    return ended
  }
  return {
    url,
    tlsUrl,
    ended,
    control,
    atrium: clientOf(url, ATRIUM),
    atms: clientOf(url, ATMS),
    get isRunning() {
      return child.exitCode === null && child.signalCode === null
    },
    errors: () => output.err,
    reset: () => control('POST', '/__admin/reset'),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL')
  }
}
