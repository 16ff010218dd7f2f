// npm run test:docker: builds the image and uses it as a pipeline does. Does nothing without a Docker engine.
//
//   node test/docker/run.mjs [--image NAME]     test an existing image instead of building one
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { cleanUp, createNetwork, createVolume, docker, hasEngine, healthy, logs, output, start } from './docker.mjs'

const { values } = parseArgs({ options: { image: { type: 'string', default: '' } } })
const IMAGE = values.image || 'atrium-atms-mock:test'
const MEBIBYTE = 1024 * 1024
const LAYERS_AT_MOST = 12 * MEBIBYTE
const HEALTHY_WITHIN = 2
const STOPPED_WITHIN = 1
/** A read-only root file system, and a user that the image does not know. */
const STRICT = ['--read-only', '--user', '12345:12345', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges']
/** The variables that Kubernetes sets for a service named `mock`. */
const KUBERNETES_VARIABLES = [
  'SERVICE_HOST=10.0.0.1',
  'SERVICE_PORT=3000',
  'PORT=tcp://10.0.0.1:3000',
  'PORT_3000_TCP_PROTO=tcp'
].flatMap((variable) => ['--env', `MOCK_${variable}`])
const CREDENTIALS = { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id' }

const checks = {
  async 'the layers of the project are small, and it runs as a numeric user'() {
    const history = await docker(
      'history',
      '--no-trunc',
      '--human=false',
      '--format',
      '{{.Size}} {{.CreatedBy}}',
      IMAGE
    )
    const own = history.split('\n').filter((line) => /COPY/.test(line))
    const bytes = own.reduce((sum, line) => sum + Number(line.split(' ')[0]), 0)
    assert.ok(own.length >= 2 && bytes < LAYERS_AT_MOST, `${bytes} bytes in ${own.length} layers`)
    const { User, ExposedPorts, Labels } = JSON.parse(await docker('inspect', '--format', '{{json .Config}}', IMAGE))
    assert.match(User, /^\d+:\d+$/)
    assert.ok('3000/tcp' in ExposedPorts)
    assert.equal(Labels['org.opencontainers.image.title'], 'atrium-atms-mock')
    return `${(bytes / MEBIBYTE).toFixed(1)} MiB`
  },

  async 'it contains no shell and no package manager'() {
    for (const program of ['/bin/sh', '/usr/bin/npm', '/usr/local/bin/npm', '/usr/bin/apt-get']) {
      await assert.rejects(docker('run', '--rm', '--entrypoint', program, IMAGE), /no such file|not found/)
    }
  },

  async 'read-only and as another user: it is healthy in time, the state survives a kill, and it stops in time'() {
    const volume = await createVolume()
    const options = [...STRICT, '--volume', `${volume}:/data`]
    const first = await start(IMAGE, options)
    const seconds = await healthy(first)
    assert.ok(seconds < HEALTHY_WITHIN, `healthy after ${seconds} s`)
    const guid = await createUser(`${first.url}:3000`)
    await docker('kill', first.id)
    const second = await start(IMAGE, options)
    await healthy(second)
    assert.equal((await get(`${second.url}:3000/users/${guid}`)).status, 200)
    const startedAt = performance.now()
    await docker('stop', second.id)
    const stopped = (performance.now() - startedAt) / 1000
    assert.ok(stopped < STOPPED_WITHIN, `stopped after ${stopped} s`)
    assert.equal(await docker('inspect', '--format', '{{.State.ExitCode}}', second.id), '0')
    assert.match(await logs(second.id), /atrium-atms-mock is ready/)
    return `healthy after ${seconds.toFixed(2)} s, stopped in ${stopped.toFixed(2)} s`
  },

  async 'the health check finds the port in flags and variables, also next to HTTPS'() {
    const configurations = [
      [['--env', 'MOCK_PORT=8080', '--env', 'MOCK_EPHEMERAL=1'], []],
      [['--env', 'PORT=8081'], ['--ephemeral']],
      [[], ['serve', '--port', '8082', '--ephemeral', '--tls-port=8443']],
      [[...KUBERNETES_VARIABLES, '--env', 'MOCK_EPHEMERAL=1'], []],
      [['--init'], ['--port=8083', '--host', '127.0.0.1', '--ephemeral']],
      [
        ['--env', 'MOCK_PORT=8084', '--env', 'MOCK_TLS_PORT=443'],
        ['--port', '8085']
      ]
    ]
    for (const [options, words] of configurations) await healthy(await start(IMAGE, [...STRICT, ...options], words))
  },

  async 'a container that cannot start exits with a one-line error'() {
    const volume = await createVolume()
    const data = `${volume}:/data`
    await healthy(await start(IMAGE, [...STRICT, '--volume', data]))
    const failures = [
      [['--env', 'MOCK_PROT=1'], '2', /unknown environment variable 'MOCK_PROT' \(did you mean 'MOCK_PORT'\?\)/],
      [['--volume', data], '1', /another atrium-atms-mock uses the data directory \/data: /],
      [
        ['--volume', `${volume}:/data:ro`],
        '1',
        /cannot use the data directory \/data: the file system is read-only( \(.*\))?\. Use another --data-dir/
      ],
      [
        ['--tmpfs', '/locked:uid=0,mode=0700', '--env', 'MOCK_DATA_DIR=/locked/data'],
        '1',
        /cannot use the data directory \/locked\/data: permission denied( \(.*\))?\. Use another --data-dir/
      ]
    ]
    for (const [options, code, reason] of failures) {
      const { id } = await start(IMAGE, [...STRICT, ...options])
      assert.equal(await docker('wait', id), code)
      const { stdout, stderr } = await output(id)
      assert.equal(stdout, '')
      assert.match(stderr, reason)
      assert.equal(stderr.split('\n').length, 2, stderr)
    }
  },

  async 'the health command fails with advice if the server listens on a random port'() {
    const { id } = await start(IMAGE, [...STRICT, '--env', 'MOCK_EPHEMERAL=1'], ['--port', '0'])
    const check = docker('exec', id, '/nodejs/bin/node', '/app/dist/main.cjs', 'health')
    await assert.rejects(check, {
      code: 1,
      stderr:
        /^atrium-atms-mock: the server listens on a random port \(--port 0\): pass the URL from its output as --url\n$/
    })
  },

  async 'a file in /fixtures is a fixture set'() {
    const id = await docker('create', '--label', 'atrium-atms-mock-test', IMAGE, '--fixtures', 'mine', '--ephemeral')
    await docker('cp', 'fixtures/empty.json', `${id}:/fixtures/mine.json`)
    await docker('start', id)
    await healthy({ id, startedAt: performance.now() })
    assert.match(await logs(id), /mine, from \/fixtures\/mine\.json/)
  },

  async 'a client of the real host gets responses over HTTPS'() {
    const network = `mock-${randomUUID()}`
    await createNetwork(network)
    const names = ['--network', network, '--network-alias', 'vestibule.mx.com']
    const mock = await start(IMAGE, [...STRICT, ...names, '--env', 'MOCK_TLS_PORT=443'])
    await healthy(mock)
    const client = `
      const https = require('node:https'), http = require('node:http')
      const read = (to, request) => new Promise((done, fail) => request(to, (response) => {
        let text = ''
        response.on('data', (part) => (text += part)).on('end', () => done(text))
      }).on('error', fail))
      read('http://vestibule.mx.com:3000/__admin/ca.pem', http.get)
        .then((ca) => read({ host: 'vestibule.mx.com', path: '/users', ca, headers: ${JSON.stringify(CREDENTIALS)} }, https.get))
        .then(console.log)`
    const words = ['--rm', '--network', network, '--entrypoint', '/nodejs/bin/node', IMAGE, '-e', client]
    assert.match(await docker('run', ...words), /"total_entries"/)
  }
}

async function createUser(url) {
  const body = JSON.stringify({ user: { identifier: randomUUID() } })
  const headers = { ...CREDENTIALS, 'content-type': 'application/json' }
  const response = await fetch(`${url}/users`, { method: 'POST', headers, body })
  assert.equal(response.status, 200)
  return (await response.json()).user.guid
}

const get = (url) => fetch(url, { headers: CREDENTIALS })

async function build() {
  const startedAt = performance.now()
  await docker('build', '--tag', IMAGE, '.')
  console.log(`built in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
}

if (!hasEngine()) {
  console.log('skipped: no Docker engine is running')
  process.exit(0)
}
let failed = 0
try {
  if (values.image === '') await build()
  for (const [name, check] of Object.entries(checks)) {
    try {
      const note = await check()
      console.log(`ok      ${name}${note === undefined ? '' : ` (${note})`}`)
    } catch (error) {
      failed++
      console.log(`failed  ${name}\n${error.stack}`)
    }
    // Running containers would slow down the next ones with their health checks.
    await cleanUp()
  }
} finally {
  await cleanUp()
}
process.exitCode = failed === 0 ? 0 : 1
