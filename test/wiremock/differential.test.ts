import t from 'tap'
import { mockFor } from '../support/mock.ts'
import { differences } from './compare.ts'
import { LEDGER } from './ledger.ts'
import { ROWS } from './rows.ts'
import { wiremockFor } from './server.ts'

t.test('this server answers as WireMock does, but for what the ledger names', { timeout: 120_000 }, async (t) => {
  const theirs = await wiremockFor(t)
  const { url: ours } = await mockFor(t)
  t.ok(ROWS.length >= 80, `${ROWS.length} rows`)
  t.same(
    Object.keys(LEDGER).filter((name) => !ROWS.some((row) => row.name === name)),
    [],
    'the ledger names rows'
  )
  for (const row of ROWS) {
    const found = await differences(row, theirs, ours)
    const reason = LEDGER[row.name]
    if (reason === undefined) t.same(found, [], row.name)
    else t.not(found.length, 0, `the ledger is stale: ${row.name} differs no longer (${reason})`)
  }
})
