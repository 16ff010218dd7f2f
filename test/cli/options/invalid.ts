import type { Test } from 'tap'
import { run } from '../../support/terminal.ts'

const COMMAND_NAMES =
  'serve, check, generate, certify, record, health, reset, save, load, fixtures, state, sandboxes, requests, history, undo, restore, coverage, chaos, mcp, stop, completion'
const AN_ORIGIN = 'an origin such as http://localhost:5173, in lower case, without a path or default port'
const HOST = 'expected a host name such as mock.example.com, without a scheme, port or wildcard'
const LONG = 'x'.repeat(1001)
const SIZE = 'expected a size such as 1MiB, 500KiB or 4096, at most 256MiB'

/** Command lines that are rejected. */
export async function invalid(t: Test): Promise<void> {
  t.test('an invalid command line exits with 2 and one line that says what was expected', async (t) => {
    const rows: [string[], string, Record<string, string>?][] = [
      [['save', 'a', 'b'], "unexpected argument 'b'"],
      [['save'], 'missing argument: NAME'],
      [['srve'], "unknown command 'srve' (did you mean 'serve'?)"],
      [['constructor'], `unknown command 'constructor' (available: ${COMMAND_NAMES})`],
      [['--prot', '1'], "unknown option '--prot' (did you mean '--port'?)"],
      [['--nonsense'], "unknown option '--nonsense'"],
      [['check', '--port', '1', 'x'], "unknown option '--port'"],
      [['reset', '--port', '3001'], "unknown option '--port': use --url, such as --url http://localhost:3001"],
      [['health', '-p', '3001'], "unknown option '-p': use --url, such as --url http://localhost:3001"],
      [['health', '--ur=x'], "unknown option '--ur' (did you mean '--url'?)"],
      [['-port', '3001'], "unknown option '-port' (did you mean '--port'?)"],
      [['-port=3001'], "unknown option '-port' (did you mean '--port'?)"],
      [['serve', '-prot', '3001'], "unknown option '-prot' (did you mean '--port'?)"],
      [['-fresh'], "unknown option '-fresh' (did you mean '--fresh'?)"],
      [['--port', '0', '-fixtures', 'paging'], "unknown option '-fixtures' (did you mean '--fixtures'?)"],
      [['requests', '-status', '401'], "unknown option '-status' (did you mean '--status'?)"],
      [['-help'], "unknown option '-help' (did you mean '--help'?)"],
      [['--verison'], "unknown option '--verison' (did you mean '--version'?)"],
      [['-nonsense'], "unknown option '-nonsense'"],
      [['-p3x'], "--port: expected a whole number from 0 to 65535, not '3x'"],
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
      [
        ['--store-prefix', 'a.b'],
        `--store-prefix: expected up to 32 letters, digits, underscores and hyphens, not 'a.b'`
      ],
      [['--replica', ''], `--replica: expected up to 64 letters, digits, dots, underscores and hyphens, not ''`],
      [['--guid-seed', LONG], `--guid-seed: expected 0 to 1000 characters, not '${LONG}'`],
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
      [['coverage', '--min', '101'], "--min: expected a number from 0 to 100, not '101'"],
      [['serve', 'x'], "unexpected argument 'x'"],
      [['-x', '1'], "unknown option '-x'"],
      [['-p'], 'missing value: -p'],
      [['-p', 'x'], "--port: expected a whole number from 0 to 65535, not 'x'"],
      [['-p=1'], "--port: expected a whole number from 0 to 65535, not '=1'"],
      [
        ['3001'],
        "npm does not pass on options before '--': use npm start -- --port … --ephemeral … (in PowerShell, quote the '--')",
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
}
