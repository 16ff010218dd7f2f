import { type Static, Type } from '@sinclair/typebox'
import type { Test } from 'tap'
import { parseArguments, readOptions, requireKnownVariables } from '../../src/cli/options.ts'
import { serveOptions } from '../../src/cli/serve.ts'
import { suggestion } from '../../src/common/suggestion.ts'
import { readVersion } from '../../src/common/version.ts'
import { HealthOptions } from '../../src/options/command-options.ts'

import { run } from '../support/terminal.ts'

const COMMAND_NAMES =
  'serve, check, generate, health, reset, save, load, fixtures, state, sandboxes, requests, stop, completion'
const AN_ORIGIN = 'an origin such as http://localhost:5173, in lower case, without a path and a default port'
const HOST = 'expected a host name such as mock.example.com, without a scheme, port and wildcard'
const SIZE = 'expected a size such as 1MiB, 500KiB or 4096, at most 256MiB'

export async function options(t: Test): Promise<void> {
  t.test('every option is a flag and a variable, and the flag takes precedence', async (t) => {
    const rows: [string, string, string, unknown][] = [
      ['port', '--port', 'MOCK_PORT', 8080],
      ['host', '--host', 'MOCK_HOST', '0.0.0.0'],
      ['fixtures', '--fixtures', 'MOCK_FIXTURES', 'paging'],
      ['dataDir', '--data-dir', 'MOCK_DATA_DIR', '/data'],
      ['ephemeral', '--ephemeral', 'MOCK_EPHEMERAL', true],
      ['fresh', '--fresh', 'MOCK_FRESH', true],
      ['auth', '--auth', 'MOCK_AUTH', 'any'],
      ['atriumUserLimit', '--atrium-user-limit', 'MOCK_ATRIUM_USER_LIMIT', 100],
      ['guidSeed', '--guid-seed', 'MOCK_GUID_SEED', 'a=b'],
      ['watch', '--watch', 'MOCK_WATCH', true],
      ['cors', '--cors', 'MOCK_CORS', ['*', 'https://app.example']],
      ['adminOrigin', '--admin-origin', 'MOCK_ADMIN_ORIGIN', ['http://localhost:5173', 'http://[::1]:5173']],
      ['allowHost', '--allow-host', 'MOCK_ALLOW_HOST', ['mock.example.com', 'Mock.team.svc.']],
      ['adminToken', '--admin-token', 'MOCK_ADMIN_TOKEN', 'secret'],
      ['noAdmin', '--no-admin', 'MOCK_NO_ADMIN', true],
      ['bodyLimit', '--body-limit', 'MOCK_BODY_LIMIT', 4096],
      ['fixturesDir', '--fixtures-dir', 'MOCK_FIXTURES_DIR', '/fixtures'],
      ['maxSandboxes', '--max-sandboxes', 'MOCK_MAX_SANDBOXES', 9],
      ['sandboxTtl', '--sandbox-ttl', 'MOCK_SANDBOX_TTL', 60],
      ['tlsPort', '--tls-port', 'MOCK_TLS_PORT', 443],
      ['tlsCert', '--tls-cert', 'MOCK_TLS_CERT', 'a.pem'],
      ['tlsKey', '--tls-key', 'MOCK_TLS_KEY', 'b.pem'],
      ['tlsName', '--tls-name', 'MOCK_TLS_NAME', ['a.test', 'b.test']],
      ['stubs', '--stubs', 'MOCK_STUBS', 'stubs'],
      ['maxRequests', '--max-requests', 'MOCK_MAX_REQUESTS', 9],
      ['maxRequestBytes', '--max-request-bytes', 'MOCK_MAX_REQUEST_BYTES', 4096],
      ['maxJournalBytes', '--max-journal-bytes', 'MOCK_MAX_JOURNAL_BYTES', 4096],
      ['maxMemory', '--max-memory', 'MOCK_MAX_MEMORY', 4096],
      ['maxHistory', '--max-history', 'MOCK_MAX_HISTORY', 9],
      ['uploadLimit', '--upload-limit', 'MOCK_UPLOAD_LIMIT', 4096],
      ['allowShutdown', '--allow-shutdown', 'MOCK_ALLOW_SHUTDOWN', true],
      ['logLevel', '--log-level', 'MOCK_LOG_LEVEL', 'warn'],
      ['json', '--json', 'MOCK_JSON', true]
    ]
    t.strictSame(
      new Set(rows.map(([name]) => name)),
      new Set(Object.keys(serveOptions.properties)),
      'every option has a row'
    )
    const defaults = readOptions(serveOptions, parseArguments([], serveOptions), {})
    for (const [name, flag, variable, value] of rows) {
      const words = value === true ? [flag] : [flag, String(value)]
      const read = (words: string[], environment = {}) =>
        readOptions(serveOptions, parseArguments(words, serveOptions), environment)
      t.strictSame(read(words), { ...defaults, [name]: value }, flag)
      t.strictSame(read([`${flag}=${value}`]), { ...defaults, [name]: value }, `${flag}=`)
      t.strictSame(read([], { [variable]: String(value) }), { ...defaults, [name]: value }, variable)
      t.doesNotThrow(() => requireKnownVariables({ [variable]: '' }, [serveOptions]), `${variable} is known`)
      const other =
        name === 'cors' || name === 'adminOrigin'
          ? 'http://other'
          : typeof value === 'boolean'
            ? 'false'
            : name === 'auth'
              ? 'strict'
              : name === 'logLevel'
                ? 'info'
                : '7'
      t.strictSame(
        read(words, { [variable]: other }),
        { ...defaults, [name]: value },
        `${flag} takes precedence over ${variable}`
      )
    }
  })

  t.test('option values are parsed', async (t) => {
    const serve = (environment: Record<string, string>) =>
      readOptions(serveOptions, parseArguments([], serveOptions), environment)
    const rows: [Record<string, string>, Partial<Static<typeof serveOptions>>][] = [
      [{ PORT: '81' }, { port: 81 }],
      [{ PORT: '81', MOCK_PORT: '82' }, { port: 82 }],
      [{ MOCK_PORT: 'tcp://10.0.0.1:3000' }, { port: 3000 }],
      [{ MOCK_PORT: 'tcp://10.0.0.1:3000', PORT: '81' }, { port: 81 }],
      [{ MOCK_WATCH: '1' }, { watch: true }],
      [{ MOCK_WATCH: 'True' }, { watch: true }],
      [{ MOCK_WATCH: '0' }, { watch: false }],
      [{ MOCK_WATCH: 'FALSE' }, { watch: false }],
      [{ MOCK_WATCH: '' }, { watch: false }],
      [
        { MOCK_PORT: '', PORT: '', MOCK_HOST: '' },
        { port: 3000, host: 'localhost' }
      ],
      [{ MOCK_PORT: '', PORT: '81' }, { port: 81 }],
      [{ MOCK_TLS_NAME: 'a.test, b.test' }, { tlsName: ['a.test', 'b.test'] }],
      [{ MOCK_BODY_LIMIT: '1MiB' }, { bodyLimit: 1024 * 1024 }],
      [{ MOCK_BODY_LIMIT: '500 kib' }, { bodyLimit: 500 * 1024 }],
      [{ MOCK_MAX_JOURNAL_BYTES: '2GiB' }, { maxJournalBytes: 2 * 1024 ** 3 }]
    ]
    for (const [environment, expected] of rows) t.match(serve(environment), expected, JSON.stringify(environment))
    t.equal(
      readOptions(HealthOptions, parseArguments(['--wait', '0.5'], HealthOptions), { MOCK_URL: 'x' }).wait,
      0.5,
      '--wait'
    )
    const required = Type.Object({ name: Type.String() })
    t.throws(
      () => readOptions(required, parseArguments([], required), {}),
      { message: 'missing option: --name' },
      'a required option'
    )
  })

  t.test('an invalid command line exits with 2 and one line that says what was expected', async (t) => {
    const rows: [string[], string, Record<string, string>?][] = [
      [['save', 'a', 'b'], "unexpected argument 'b'"],
      [['save'], 'missing argument: NAME'],
      [['srve'], "unknown command 'srve' (did you mean 'serve'?)"],
      [['constructor'], `unknown command 'constructor' (available: ${COMMAND_NAMES})`],
      [['--prot', '1'], "unknown option '--prot' (did you mean '--port'?)"],
      [['--nonsense'], "unknown option '--nonsense'"],
      [['check', '--port', '1', 'x'], "unknown option '--port'"],
      [['health', '--ur=x'], "unknown option '--ur' (did you mean '--url'?)"],
      [['--port'], 'missing value: --port'],
      [['--port', 'x'], "--port: expected a whole number from 0 to 65535, not 'x'"],
      [['--port', ''], "--port: expected a whole number from 0 to 65535, not ''"],
      [['--cors='], `--cors: expected * or ${AN_ORIGIN}, not ''`],
      [['--cors', 'http://localhost:5173/'], `--cors: expected * or ${AN_ORIGIN}, not 'http://localhost:5173/'`],
      [['--cors', 'http://a,localhost:5173'], `--cors: expected * or ${AN_ORIGIN}, not 'localhost:5173'`],
      [['--cors', 'http://a', '--cors', 'x'], `--cors: expected * or ${AN_ORIGIN}, not 'x'`],
      [['--cors', 'null'], `--cors: expected * or ${AN_ORIGIN}, not 'null'`],
      [['--cors', 'ftp://a'], `--cors: expected * or ${AN_ORIGIN}, not 'ftp://a'`],
      [['--admin-origin', 'wss://a'], `--admin-origin: expected ${AN_ORIGIN}, not 'wss://a'`],
      [['--admin-origin', 'http://a:80'], `--admin-origin: expected ${AN_ORIGIN}, not 'http://a:80'`],
      [['--admin-origin', 'https://a:443'], `--admin-origin: expected ${AN_ORIGIN}, not 'https://a:443'`],
      [['--admin-origin', 'http://Localhost'], `--admin-origin: expected ${AN_ORIGIN}, not 'http://Localhost'`],
      [['--admin-origin', 'http://*.example'], `--admin-origin: expected ${AN_ORIGIN}, not 'http://*.example'`],
      [['--admin-origin', 'http://a b'], `--admin-origin: expected ${AN_ORIGIN}, not 'http://a b'`],
      [['--admin-origin', '*'], `--admin-origin: expected ${AN_ORIGIN}, not '*'`],
      [['--allow-host', 'a.example:80'], `--allow-host: ${HOST}, not 'a.example:80'`],
      [['--allow-host', 'http://a.example'], `--allow-host: ${HOST}, not 'http://a.example'`],
      [['--allow-host', '*.example'], `--allow-host: ${HOST}, not '*.example'`],
      [['--tls-name', 'a b'], "--tls-name: expected a host name or address, not 'a b'"],
      [['--data-dir='], "--data-dir: expected a non-empty value, not ''"],
      [[], 'MOCK_ADMIN_TOKEN: expected a non-empty value', { MOCK_ADMIN_TOKEN: '' }],
      [['--atrium-user-limit', '-1'], "--atrium-user-limit: expected a whole number of at least 0, not '-1'"],
      [['--auth', 'none'], "--auth: expected strict or any, not 'none'"],
      [['--max-requests', '0x9'], "--max-requests: expected a whole number of at least 1, not '0x9'"],
      [['--max-requests', '1e3'], "--max-requests: expected a whole number of at least 1, not '1e3'"],
      [['--max-requests', ' 9'], "--max-requests: expected a whole number of at least 1, not ' 9'"],
      [
        ['--max-request-bytes', 'much'],
        "--max-request-bytes: expected a size such as 1MiB, 500KiB or 4096, not 'much'"
      ],
      [['--body-limit', '1EiB'], `--body-limit: ${SIZE}, not '1EiB'`],
      [['--body-limit', '1GiB'], `--body-limit: ${SIZE}, not '1GiB'`],
      [['--watch=maybe'], "--watch: expected true or false, not 'maybe'"],
      [['--admin-token', ''], '--admin-token: expected a non-empty value'],
      [['health', '--wait', 'x'], "--wait: expected a number of at least 0, not 'x'"],
      [['serve', 'x'], "unexpected argument 'x'"],
      [['-x', '1'], "unknown option '-x'"],
      [['-p'], 'missing value: -p'],
      [['-p', 'x'], "--port: expected a whole number from 0 to 65535, not 'x'"],
      [['-p=1'], "--port: expected a whole number from 0 to 65535, not '=1'"],
      [
        ['3001'],
        "npm keeps options before a '--': use npm start -- --port … --ephemeral …",
        { npm_lifecycle_event: 'start', npm_config_port: 'true', npm_config_ephemeral: 'true' }
      ],
      [['check'], 'missing argument: FILE…'],
      [[], "MOCK_PORT: expected a whole number from 0 to 65535, not 'x'", { MOCK_PORT: 'x' }],
      [[], "PORT: expected a whole number from 0 to 65535, not 'x'", { PORT: 'x' }],
      [[], "unknown environment variable 'MOCK_FIXTURE' (did you mean 'MOCK_FIXTURES'?)", { MOCK_FIXTURE: 'x' }],
      [[], "unknown environment variable 'MOCK_PROT' (did you mean 'MOCK_PORT'?)", { MOCK_PROT: '1' }],
      [[], "unknown environment variable 'MOCK_OTHER'", { MOCK_OTHER: '1' }],
      [[], "unknown environment variable 'MOCK_PORT_' (did you mean 'MOCK_PORT'?)", { MOCK_PORT_: '1' }]
    ]
    for (const [words, message, environment = {}] of rows) {
      t.strictSame(
        await run(words, { environment }),
        { out: '', err: `atrium-atms-mock: ${message}\n`, code: 2 },
        message
      )
    }
  })

  t.test('only close names are suggested', async (t) => {
    const rows: [unknown: string, suggested: string | undefined][] = [
      ['port', 'port'],
      ['prot', 'port'],
      ['pot', 'port'],
      ['--prot', '--port'],
      ['MOCK_PROT', 'MOCK_PORT'],
      ['identifer', 'identifier'],
      ['post', 'port'],
      ['part2', undefined],
      ['cert', undefined],
      ['--cert', undefined],
      ['MOCK_CERT', undefined],
      ['', undefined]
    ]
    for (const [unknown, suggested] of rows) {
      const prefix = /^(?:--|MOCK_)?/.exec(unknown)?.[0]
      const known = prefix === 'MOCK_' ? ['MOCK_PORT'] : [`${prefix}port`, `${prefix}identifier`]
      t.equal(suggestion(unknown, known), suggested === undefined ? '' : ` (did you mean '${suggested}'?)`, unknown)
    }
    t.equal(suggestion('port', []), '', 'no known names')
  })

  t.test('the variables that Kubernetes and Docker set for services named mock and mock-tls are ignored', async (t) => {
    const environment = {
      MOCK_SERVICE_HOST: '10.0.0.1',
      MOCK_SERVICE_PORT: '3000',
      MOCK_PORT: 'tcp://10.0.0.1:3000',
      MOCK_SERVICE_PORT_HTTP: '3000',
      MOCK_PORT_3000_TCP: 'tcp://10.0.0.1:3000',
      MOCK_PORT_3000_TCP_PROTO: 'tcp',
      MOCK_PORT_3000_TCP_PORT: '3000',
      MOCK_PORT_3000_TCP_ADDR: '10.0.0.1',
      MOCK_TLS_SERVICE_HOST: '10.0.0.2',
      MOCK_TLS_SERVICE_PORT: '443',
      MOCK_TLS_PORT: 'tcp://10.0.0.2:443',
      MOCK_TLS_PORT_443_TCP: 'tcp://10.0.0.2:443',
      MOCK_UI_PORT: 'udp://10.0.0.3:53',
      MOCK_ENV_MOCK_DATA_DIR: '/data',
      PORT: '0'
    }
    const { code, out } = await run(['--ephemeral', '--json'], { environment })
    t.equal(code, 0, 'exit code')
    t.match(JSON.parse(out), { event: 'ready', port: Number, tlsUrl: undefined }, 'it starts')
  })

  t.test('help and version', async (t) => {
    for (const arg of ['--version', '-v', '-V', 'version'])
      t.strictSame(await run([arg]), { out: `${readVersion()}\n`, err: '', code: 0 }, arg)
    const help = await run(['--help'])
    for (const arg of ['-h', 'help']) t.strictSame(await run([arg]), help, arg)
    t.strictSame(await run(['save', '-h']), await run(['save', '--help']), '-h after a command')
    t.match(help, { code: 0, err: '' }, 'the help')
    for (const word of [
      '[serve] [options]',
      'check FILE…',
      'health',
      'reset',
      'state',
      '--data-dir DIR',
      '-p, --port N'
    ]) {
      t.ok(help.out.includes(word), word)
    }
    const longest = help.out.split('\n').reduce((most, { length }) => Math.max(most, length), 0)
    t.ok(longest <= 80, `the help fits into 80 columns: ${longest}`)
    for (const name of ['serve', 'check', 'health', 'reset', 'state']) {
      const { out, code } = await run([name, '--help', '--nonsense'])
      t.equal(code, 0, name)
      t.ok(out.startsWith(`Usage: atrium-atms-mock ${name} [options]`), name)
    }
    t.match(
      (await run(['reset', '--help'])).out,
      /--sandbox NAME +use this sandbox instead of 'default'\n.*--fixtures NAME +reset to this fixture set instead\n/,
      'the options of a command'
    )
  })
}
