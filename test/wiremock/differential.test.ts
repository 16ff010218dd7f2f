import { join } from 'node:path'
import t from 'tap'
import { mockFor } from '../support/mock.ts'
import { differences } from './compare.ts'
import { LEDGER } from './ledger.ts'
import { ROWS } from './rows.ts'
import { wiremockFor } from './server.ts'

t.test('this server responds like WireMock, except for the rows in the ledger', { timeout: 300_000 }, async (t) => {
  const folders = t.testdir({ wiremock: {}, mock: { mappings: {} } })
  const wiremock = await wiremockFor(t, join(folders, 'wiremock'))
  const mock = await mockFor(t, { stubs: join(folders, 'mock') })
  t.ok(ROWS.length >= 80, `${ROWS.length} rows`)
  const unknown = Object.keys(LEDGER).filter((name) => !ROWS.some((row) => row.name === name))
  t.same(unknown, [], 'the ledger contains only names of rows')
  for (const row of ROWS) {
    const found = await differences(row, wiremock, mock.url)
    const reason = LEDGER[row.name]
    if (reason === undefined) t.same(found, [], row.name)
    else t.not(found.length, 0, `${row.name} differs, as the ledger says (${reason})`)
  }
})
