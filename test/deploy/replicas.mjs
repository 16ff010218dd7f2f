// Three mocks without a store. Each has a user and an ATMS user of its name, so that a list tells which replica responded.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { end, firstLine, start } from './processes.mjs'

const NAMES = ['mock-1', 'mock-2', 'mock-3']

const fixture = (name) => ({
  atrium: { credentials: [{ apiKey: 'key', clientId: 'client' }], users: [{ identifier: name }] },
  atms: {
    tokens: ['token'],
    userGroups: [{ GroupName: 'G' }],
    users: [{ Username: name, DisplayName: name, UserGroupName: 'G' }]
  }
})

/** Starts the replicas. `stop` ends one, and `restart` starts it again on its port. */
export async function startReplicas(folder) {
  const replicas = await Promise.all(NAMES.map((name) => startReplica(folder, name, '0')))
  return {
    all: replicas,
    async stop(replica, signal) {
      await end(replica.child, signal)
    },
    async restart(replica) {
      Object.assign(replica, await startReplica(folder, replica.name, String(replica.port)))
    },
    stopAll: () => Promise.all(replicas.map(({ child }) => end(child)))
  }
}

async function startReplica(folder, name, port) {
  const file = join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify(fixture(name)))
  const options = ['--port', port, '--host', '127.0.0.1', '--ephemeral', '--fixtures', file, '--max-sandboxes', '5000']
  const child = start(process.execPath, ['dist/main.cjs', ...options, '--json'])
  const { url } = JSON.parse(await firstLine(child))
  return { name, child, port: Number(new URL(url).port) }
}
