import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Test } from 'tap'
import { readFixture } from '../../src/fixtures/fixture-document.ts'
import { countsOf } from '../../src/fixtures/fixture-set.ts'
import { fixtureText, listsText } from '../../src/fixtures/fixture-text.ts'
import type { State } from '../../src/state/state.ts'
import { anyFixture } from '../support/any-fixture.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { emptyState, storedApis, textOf } from '../support/stored-apis.ts'

function stateOf(document: object): State {
  const result = readFixture(storedApis, JSON.stringify(document))
  if (!result.ok) throw new Error(JSON.stringify(result.problems.listed))
  return result.state
}

export async function fixtureFormat(t: Test): Promise<void> {
  t.test('an exported state is a fixture with one record per line, and reading it gives the same state', async (t) => {
    const provenance = fc.option(fc.record({ issued: fc.nat() }, { noNullPrototype: true }), { nil: undefined })
    const property = fc.property(anyFixture, provenance, (some, $mock) => {
      const text = [...fixtureText(storedApis, stateOf(some), $mock)].join('')
      const result = readFixture(storedApis, text)
      assert.ok(result.ok)
      assert.deepEqual(result.provenance, $mock)
      assert.equal([...fixtureText(storedApis, result.state, $mock)].join(''), text)
      assert.deepEqual(JSON.parse(text), { ...($mock && { $mock }), ...some })
      assert.deepEqual(result.state['atrium']?.counters, { guids: 0 })
      const records = text.split('\n').filter((line) => line.startsWith('      '))
      const { atrium, atms } = some
      const lists = [atrium.credentials, atrium.users, atms.tokens, atms.userGroups, atms.users]
      assert.deepEqual(
        records.map((line) => JSON.parse(line.replace(/,$/, ''))),
        lists.flat()
      )
    })
    t.doesNotThrow(() => fc.assert(property, { numRuns: 100 }), 'the texts agree')
  })

  t.test('a large state is written in chunks that form one document', async (t) => {
    for (const count of [999, 1000, 1001, 2000]) {
      const users = Array.from({ length: count }, (_, i) => ({ guid: guid(i) }))
      const chunks = [...fixtureText(storedApis, stateOf({ atrium: { credentials: [], users } }))]
      const written: { atrium: { users: { guid: string }[] } } = JSON.parse(chunks.join(''))
      t.same(
        written.atrium.users.map((user) => ({ guid: user.guid })),
        users,
        `${count} records`
      )
      const longest = Math.max(...chunks.map((chunk) => chunk.length))
      t.ok(longest < 130_000, `${count} records: never more than a thousand at once`)
    }
  })

  t.test('fields that a fixture leaves out get their defaults', async (t) => {
    const text = textOf(stateOf(fixture()))
    t.strictSame(
      JSON.parse(text),
      {
        atrium: {
          credentials: [{ apiKey: 'key', clientId: 'client' }],
          users: [
            { guid: guid(1), is_disabled: false, metadata: 'm', identifier: 'one' },
            { guid: guid(2), is_disabled: true, metadata: null, identifier: null }
          ]
        },
        atms: {
          tokens: ['token'],
          userGroups: [{ GroupName: 'Operators', Description: 'They operate.' }],
          users: [
            {
              Username: 'Ann',
              DisplayName: 'Ann A.',
              UserGroupName: 'Operators',
              Email: 'a@x.example',
              Phone: null,
              IsAccountDisabled: false
            }
          ]
        }
      },
      'all members'
    )
    t.ok(
      text.includes(`{"guid":"${guid(1)}","is_disabled":false,"metadata":"m","identifier":"one"}`),
      'in the order of the schema'
    )
    t.equal(textOf(stateOf({})), textOf(emptyState()), 'a fixture may be empty')
  })

  t.test('records are written while they are created', async (t) => {
    let created = 0
    function* users() {
      for (; created < 5000; created++) yield { guid: guid(created) }
    }
    const parts = listsText(storedApis, { atrium: { users: users() } })
    const first: string[] = []
    for (let part = parts.next(); !part.done && created < 1000; part = parts.next()) first.push(part.value)
    t.ok(created < 2001, `${created} records were created for the first chunk`)
    const text = [...listsText(storedApis, { atrium: { users: [{ guid: guid(1) }] } })].join('')
    t.equal(readFixture(storedApis, text).ok, true, 'lists that are not given are empty')
  })

  t.test('the records of each list are counted', async (t) => {
    t.strictSame(
      countsOf(storedApis, stateOf(fixture())),
      { credentials: 1, atriumUsers: 2, tokens: 1, userGroups: 1, atmsUsers: 1 },
      'by the names of the control API'
    )
  })
}
