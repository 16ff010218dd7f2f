import type { Test } from 'tap'
import { parseArguments, readOptions, requireKnownVariables } from '../../../src/cli/options.ts'
import { serveOptions } from '../../../src/cli/serve.ts'

/** Each option of `serve` as a flag and as a variable. */
export async function flags(t: Test): Promise<void> {
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
      ['exposeRequestId', '--expose-request-id', 'MOCK_EXPOSE_REQUEST_ID', true],
      ['noAdmin', '--no-admin', 'MOCK_NO_ADMIN', true],
      ['bodyLimit', '--body-limit', 'MOCK_BODY_LIMIT', 4096],
      ['behavior', '--behavior', 'MOCK_BEHAVIOR', 'observed.json'],
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
      ['chaosDir', '--chaos-dir', 'MOCK_CHAOS_DIR', 'profiles'],
      ['store', '--store', 'MOCK_STORE', 'nats://a'],
      ['storeCreds', '--store-creds', 'MOCK_STORE_CREDS', 'a.creds'],
      ['storeCa', '--store-ca', 'MOCK_STORE_CA', 'ca.pem'],
      ['storePrefix', '--store-prefix', 'MOCK_STORE_PREFIX', 'other'],
      ['reads', '--reads', 'MOCK_READS', 'local'],
      ['replica', '--replica', 'MOCK_REPLICA', 'a'],
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
}
