import { type Static, Type } from '@sinclair/typebox'
import type { Test } from 'tap'
import { parseArguments, readOptions } from '../../../src/cli/options.ts'
import { serveOptions } from '../../../src/cli/serve.ts'
import { suggestion } from '../../../src/common/suggestion.ts'
import { HealthOptions } from '../../../src/options/command-options.ts'

/** Values of options, and names that are almost right. */
export async function values(t: Test): Promise<void> {
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
}
