import t from 'tap'
import { GuidSequence } from '../src/apis/atrium/guid-sequence.ts'
import { collections } from './state/collections.ts'
import { fixtureFormat } from './state/fixture-format.ts'
import { fixtureProblems } from './state/fixture-problems.ts'
import { handwritten } from './state/handwritten.ts'
import { jsonInParts } from './state/json-parts.ts'
import { madeUpApi } from './state/made-up-api.ts'

t.test('collections', collections)
t.test('the fixture format', fixtureFormat)
t.test('the problems of fixtures', fixtureProblems)
t.test('fixtures that people write', handwritten)
t.test('JSON in parts is the same text', jsonInParts)
t.test('fixtures of an API that the program does not have', madeUpApi)

t.test('the seeded guids stay the same from version to version, and none occurs twice', async (t) => {
  const guids = new GuidSequence('seed')
  const rows: [number, string][] = [
    [0, 'USR-bdddd1e7-dbde-c230-b79e-e106df2c981e'],
    [1, 'USR-00816c96-b795-196d-bc69-dba0211d528f'],
    [2 ** 32 - 1, 'USR-8c16e773-f292-8f89-40f5-69ebb88d854c']
  ]
  for (const [place, guid] of rows) t.equal(guids.at(place), guid, `guid ${place}`)
  const many = new Set(Array.from({ length: 100_000 }, (_, place) => guids.at(place)))
  t.equal(many.size, 100_000, 'all different')
})
