// Docker's command line. All containers are removed at the end of a run.
import { execFile, execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** @returns the output of the command */
export async function docker(...words) {
  const { stdout } = await run('docker', words, { maxBuffer: 64 * 1024 * 1024 })
  return stdout.trim()
}

/** Whether a Docker engine is running. */
export function hasEngine() {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The label of everything a run creates, to find and remove it. */
const LABEL = 'atrium-atms-mock-test'

/** Starts a container. @returns its id, URL and start time */
export async function start(image, options = [], words = []) {
  const startedAt = performance.now()
  const id = await docker('run', '--detach', '--label', LABEL, ...options, image, ...words)
  return { id, startedAt, url: await addressOf(id) }
}

async function addressOf(id) {
  const ip = await docker('inspect', '--format', '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}', id)
  return `http://${ip.split(' ')[0]}`
}

/** Waits until a container is healthy. @returns the seconds since its start */
export async function healthy({ id, startedAt }, within = 10) {
  for (;;) {
    const state = JSON.parse(await docker('inspect', '--format', '{{json .State}}', id))
    const seconds = (performance.now() - startedAt) / 1000
    if (state.Health?.Status === 'healthy') return seconds
    if (!state.Running || seconds > within) throw new Error(`not healthy: ${JSON.stringify(state)} ${await logs(id)}`)
    await sleep(50)
  }
}

export const logs = (id) => docker('logs', id)

/** The output of a container, by stream. */
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

export async function createVolume() {
  return docker('volume', 'create', '--label', LABEL)
}

export async function createNetwork(name) {
  return docker('network', 'create', '--label', LABEL, name)
}
