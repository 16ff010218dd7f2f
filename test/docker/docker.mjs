// Docker's command line, and containers that are gone when the test is.
import { execFile, execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** @returns what the command wrote */
export async function docker(...words) {
  const { stdout } = await run('docker', words, { maxBuffer: 64 * 1024 * 1024 })
  return stdout.trim()
}

/** Whether an engine answers. */
export function hasEngine() {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Everything that a run makes has this label, so that it can be found again. */
const LABEL = 'atrium-atms-mock-test'

/** Starts a container. @returns its id, and when it was started */
export async function start(image, options = [], words = []) {
  const begun = performance.now()
  const id = await docker('run', '--detach', '--label', LABEL, ...options, image, ...words)
  return { id, begun, url: await addressOf(id) }
}

async function addressOf(id) {
  const ip = await docker('inspect', '--format', '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}', id)
  return `http://${ip.split(' ')[0]}`
}

/** Waits until Docker calls a container healthy. @returns how long after its start, in seconds */
export async function healthy({ id, begun }, within = 10) {
  for (;;) {
    const state = JSON.parse(await docker('inspect', '--format', '{{json .State}}', id))
    const seconds = (performance.now() - begun) / 1000
    if (state.Health?.Status === 'healthy') return seconds
    if (!state.Running || seconds > within) throw new Error(`not healthy: ${JSON.stringify(state)} ${await logs(id)}`)
    await sleep(50)
  }
}

export const logs = (id) => docker('logs', id)

/** What a container wrote, on each stream. */
export const output = (id) => run('docker', ['logs', id])

/** Removes the containers, volumes and networks of this run. */
export async function cleanUp() {
  const filter = ['--filter', `label=${LABEL}`]
  const containers = (await docker('ps', '--all', '--quiet', ...filter)).split('\n').filter(Boolean)
  if (containers.length > 0) await docker('rm', '--force', '--volumes', ...containers)
  for (const kind of ['volume', 'network']) {
    const names = (await docker(kind, 'ls', '--quiet', ...filter)).split('\n').filter(Boolean)
    if (names.length > 0) await docker(kind, 'rm', ...names)
  }
}

export async function makeVolume() {
  return docker('volume', 'create', '--label', LABEL)
}

export async function makeNetwork(name) {
  return docker('network', 'create', '--label', LABEL, name)
}
