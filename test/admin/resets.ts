import type { Test } from 'tap'
import { GuidSequence } from '../../src/apis/atrium/guid-sequence.ts'
import { call, createAtriumUser, stateText } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'
import { DEFAULT_COUNTS } from './default-counts.ts'

/** Resets, with and without a named fixture set, and the list of sets. */
export async function resets(t: Test): Promise<void> {
  t.test('a reset restores the fixtures and restarts the guids', async (t) => {
    const first = new GuidSequence('atrium-atms-mock').at(0)
    const mock = await mockFor(t)
    const before = await stateText(mock)
    let revision = 0
    for (const path of ['/__admin/reset', '/__admin/state/reset']) {
      for (const body of [undefined, '', {}]) {
        const what = `${path} ${JSON.stringify(body)}`
        await createAtriumUser(mock, { identifier: 'gone' })
        const response = await call(mock, 'POST', path, body)
        t.equal(response.status, 200, `${what}: status`)
        const result: { revision: number } = JSON.parse(await response.text())
        t.match(result, { fixtures: 'default', counts: DEFAULT_COUNTS }, `${what}: body`)
        t.ok(result.revision > revision, `${what}: the revision increases`)
        revision = result.revision
        t.equal(await stateText(mock), before, `${what}: state`)
        const { guid } = await createAtriumUser(mock, { identifier: 'again' })
        t.equal(guid, first, `${what}: the sequence of guids restarts`)
      }
      const named = await call(mock, 'POST', path, { fixtures: 'paging' })
      const paging = { fixtures: 'paging', counts: { atriumUsers: 260, atmsUsers: 260 } }
      t.match(await named.json(), paging, `${path}: body with a named set`)
      await createAtriumUser(mock, { identifier: 'gone' })
      const again = await call(mock, 'POST', path)
      t.match(await again.json(), paging, `${path}: later resets return to the named set`)
      await call(mock, 'POST', path, { fixtures: 'default' })
    }
  })

  t.test('a rejected reset changes nothing', async (t) => {
    const mock = await mockFor(t)
    await createAtriumUser(mock, { identifier: 'still there' })
    const before = await stateText(mock)
    const rows: [unknown, number, RegExp][] = [
      [{ fixtures: 'nope' }, 404, /unknown fixture set 'nope' \(available: default, empty, paging\)/],
      [{ fixtures: '../fixtures/paging' }, 404, /unknown fixture set/],
      [{ fixtures: 1 }, 400, /fixtures: expected the name of a fixture set, not 1/],
      [{ fixture: 'paging' }, 400, /unknown field 'fixture' \(available: fixtures\)/],
      ['{"fixtures":', 400, /body: invalid JSON in line 1, column 13: Unexpected end/],
      ['{\n "fixtures": "x"\r\n "a":1}', 400, /body: invalid JSON in line 3, column 2: /],
      [' ', 400, /body: invalid JSON in line 1, column 2: Unexpected end/],
      ['\r\n', 400, /body: invalid JSON in line 2, column 1: Unexpected end/],
      ['\f', 400, /body: invalid JSON in line 1, column 1: /],
      ['[]', 400, /body: expected a JSON object/],
      ['null', 400, /body: expected a JSON object/],
      ['"x"', 400, /body: expected a JSON object/]
    ]
    for (const [body, status, title] of rows) {
      const response = await call(mock, 'POST', '/__admin/reset', body)
      t.equal(response.status, status, `status for ${JSON.stringify(body)}`)
      t.match(await response.json(), { errors: [{ code: status, title }] }, `body for ${JSON.stringify(body)}`)
    }
    const response = await fetch(`${mock.url}/__admin/reset`, { method: 'POST', body: new Uint8Array([0x22, 0xff]) })
    t.equal(response.status, 400, 'status for a body that is not UTF-8')
    const mapping = await (await call(mock, 'POST', '/__admin/mappings', '{\n"request" {}}')).json()
    t.match(
      mapping,
      { errors: [{ detail: /^invalid JSON in line 2, column 11: Expected ':'/ }] },
      'a stub that is not JSON'
    )
    t.match(await response.json(), { errors: [{ title: 'body: expected UTF-8' }] }, 'body that is not UTF-8')
    t.equal(await stateText(mock), before, 'the state is unchanged')
  })

  t.test('the built-in fixture sets are listed with their counts', async (t) => {
    const mock = await mockFor(t)
    const counts = { userGroups: 3, credentials: 1, tokens: 1 }
    t.match(
      await (await call(mock, 'GET', '/__admin/fixtures')).json(),
      {
        fixtures: [
          {
            name: 'default',
            source: /default\.json$/,
            sha256: /^[0-9a-f]{64}$/,
            counts: DEFAULT_COUNTS,
            readOnly: true
          },
          { name: 'empty', counts: { atriumUsers: 0, atmsUsers: 0, ...counts } },
          { name: 'paging', counts: { atriumUsers: 260, atmsUsers: 260, ...counts } }
        ]
      },
      'the built-in sets'
    )
  })
}
