import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Test } from 'tap'
import { FixtureBuilder } from '../../src/fixtures/fixture-builder.ts'
import { applyRecordChange } from '../../src/state/changes.ts'
import type { Collection } from '../../src/state/collection.ts'
import { IndexBy } from '../../src/state/index-by.ts'
import { Sequence } from '../../src/state/sequence.ts'
import { detached, type State } from '../../src/state/state.ts'
import { contacts } from '../support/stored-apis.ts'

interface Person {
  readonly email: string
  readonly age: number
  readonly company: string
  readonly nickname: string | null
}

const NICKNAMES = ['a', 'b', 'c', 'd', 'e']
const person = (n: number, nickname: string | null = null): Person => ({
  email: `Person${n}@x.example`,
  age: n,
  company: 'C',
  nickname
})

function stateOf(people: readonly Person[]): State {
  const builder = new FixtureBuilder([contacts])
  builder.add('contacts', 'companies', 0, { id: 'C' })
  for (const [index, each] of people.entries()) builder.add('contacts', 'people', index, each)
  assert.equal(builder.problems.total, 0)
  return builder.build()
}

const peopleOf = (state: State): Collection<object> => contacts.of({ apis: state }).lists.people

/** Compares order, pages, keys and unique values with a plain array. */
function compare(state: State, model: readonly Person[], offset: number): void {
  const people = peopleOf(state)
  assert.equal(people.size, model.length)
  assert.deepEqual([...people], model)
  assert.deepEqual(people.slice(offset, 7), model.slice(offset, offset + 7))
  for (const each of model) assert.deepEqual(people.get(each.email.toLowerCase()), each)
  assert.equal(people.get('nobody'), undefined)
  for (const nickname of NICKNAMES)
    assert.deepEqual(
      people.holder(nickname),
      model.find((each) => each.nickname === nickname)
    )
}

const step = fc.record({
  op: fc.constantFrom('add' as const, 'replace' as const, 'remove' as const, 'remember' as const, 'return' as const),
  pick: fc.nat(),
  nickname: fc.option(fc.constantFrom(...NICKNAMES))
})

/** Applies one change to a state and to the array that it is compared with. */
function changed(
  state: State,
  model: readonly Person[],
  { op, pick, nickname }: { op: string; pick: number; nickname: string | null }
) {
  const at = pick % Math.max(1, model.length)
  const present = model[at]
  const isFree = model.every((each, i) => each.nickname !== nickname || (op === 'replace' && i === at))
  const free = isFree ? nickname : null
  if (op === 'add') {
    const added = person(1000 + pick, free)
    if (model.some(({ email }) => email === added.email)) return { state, model }
    const counters = { ids: model.length, tickets: 0 }
    return { state: applyRecordChange(state, contacts.add('people', added, counters)), model: [...model, added] }
  }
  if (present === undefined) return { state, model }
  if (op === 'remove')
    return {
      state: applyRecordChange(state, contacts.remove('people', present.email.toLowerCase())),
      model: model.toSpliced(at, 1)
    }
  const next = { ...present, nickname: free }
  return { state: applyRecordChange(state, contacts.replace('people', next)), model: model.with(at, next) }
}

export async function collections(t: Test): Promise<void> {
  t.test(
    'a list has the same contents as a plain array after any changes, and older states do not change',
    async (t) => {
      // Enough records that the tree has two levels.
      const initial = Array.from({ length: 63 }, (_, n) => person(n))
      const property = fc.property(fc.array(step, { minLength: 1, maxLength: 80 }), (steps) => {
        let now: { state: State; model: readonly Person[] } = { state: stateOf(initial), model: initial }
        const remembered = [now]
        for (const each of steps) {
          if (each.op === 'remember') remembered.push(now)
          else if (each.op === 'return') now = remembered[each.pick % remembered.length] ?? now
          else now = changed(now.state, now.model, each)
          compare(now.state, now.model, each.pick % (now.model.length + 2))
        }
        for (const { state, model } of remembered) compare(state, model, 0)
      })
      t.doesNotThrow(() => fc.assert(property, { numRuns: 60 }), 'the states and the arrays agree')
    }
  )

  t.test('a sequence of thousands keeps order and paging through any changes, and differs in just those', async (t) => {
    const entry = (n: number) => ({ n })
    const operation = fc.tuple(
      fc.constantFrom('append', 'replace', 'remove'),
      fc.nat(),
      fc.integer({ min: 1, max: 700 })
    )
    const property = fc.property(
      fc.constantFrom(0, 1, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097, 9000),
      fc.array(operation, { maxLength: 12 }),
      fc.nat(),
      (size, operations, offset) => {
        let values: ({ n: number } | undefined)[] = Array.from({ length: size }, (_, n) => entry(n))
        let sequence = Sequence.from(values as { n: number }[])
        const initial = { sequence, values }
        for (const [what, at, times] of operations) {
          values = values.slice()
          for (let i = 0; i < times; i++) {
            const serial = (at + i) % Math.max(1, values.length)
            if (what === 'append') {
              assert.equal(sequence.next, values.length)
              sequence = sequence.append(entry(-values.length))
              values.push(entry(-values.length))
            } else if (values[serial] !== undefined) {
              const value = what === 'replace' ? entry(serial + 0.5) : undefined
              sequence = value === undefined ? sequence.remove(serial) : sequence.replace(serial, value)
              values[serial] = value
            }
          }
        }
        const left = values.filter((value) => value !== undefined)
        assert.equal(sequence.size, left.length)
        assert.deepEqual([...sequence], left)
        for (const from of [0, offset % (left.length + 1), left.length, left.length + 5]) {
          for (const limit of [0, 1, 25, 100])
            assert.deepEqual(sequence.slice(from, limit), left.slice(from, from + limit))
        }
        const longest = values.length > size ? values : initial.values
        const pairs = longest.map((_, n) => [initial.values[n], values[n]] as const).filter(([a, b]) => a !== b)
        assert.deepEqual([...initial.sequence.differences(sequence)], pairs)
        assert.deepEqual(
          [...sequence.differences(initial.sequence)],
          pairs.map(([before, after]) => [after, before])
        )
      }
    )
    t.doesNotThrow(() => fc.assert(property, { numRuns: 60 }), 'the sequences and the arrays agree')
  })

  t.test('removing an unknown record returns the same collection', async (t) => {
    const people = peopleOf(stateOf([person(1)]))
    t.equal(people.remove('nobody'), people, 'the same object')
  })

  t.test('older versions of a collection do not change, and can be changed themselves', async (t) => {
    const base = contacts.of({ apis: stateOf([person(0, 'a'), person(1, 'b')]) }).lists.people
    const first = base.replace(person(0, 'c'))
    const second = first.add(person(2, 'd')).remove(person(0).email.toLowerCase())
    const other = first.add(person(3, 'e'))
    const contents = (version: typeof base) => ({
      listed: [...version].map(({ nickname }) => nickname).join(' '),
      byKey: [0, 1, 2, 3].filter((n) => version.get(person(n).email.toLowerCase()) !== undefined).join(' '),
      byUnique: NICKNAMES.filter((nickname) => version.holder(nickname) !== undefined).join(' ')
    })
    const rows: [string, typeof base, string, string, string][] = [
      ['base', base, 'a b', '0 1', 'a b'],
      ['first', first, 'c b', '0 1', 'b c'],
      ['second', second, 'b d', '1 2', 'b d'],
      ['other', other, 'c b e', '0 1 3', 'b c e']
    ]
    for (const [what, version, listed, byKey, byUnique] of [...rows, ...rows.toReversed()])
      t.strictSame(contents(version), { listed, byKey, byUnique }, what)
  })

  t.test('an index that collections share rejects every change', async (t) => {
    const present = { n: 1 }
    const shared = new IndexBy(new Map([['present', present]]))
    const error = new TypeError('this index is shared and may not be changed')
    t.throws(() => shared.set('new', { n: 2 }), error, 'an addition')
    t.throws(() => shared.delete('present'), error, 'a removal')
    shared.changeable().delete('present')
    t.equal(shared.get('present'), present, 'an index on top of it may be changed')
  })

  t.test('a detached state has the same records, zero counters, and separate indexes', async (t) => {
    const state = applyRecordChange(
      stateOf([person(1, 'a')]),
      contacts.add('people', person(2, 'b'), { ids: 5, tickets: 1 })
    )
    const copy = await detached(state)
    applyRecordChange(state, contacts.remove('people', person(1).email.toLowerCase()))
    compare(copy, [person(1, 'a'), person(2, 'b')], 0)
    t.same([...peopleOf(copy)], [person(1, 'a'), person(2, 'b')], 'the records')
    t.strictSame(contacts.of({ apis: copy }).counters, { ids: 0, tickets: 0 }, 'the counters')
  })

  t.test('a change to a list that the state does not have is an error', async (t) => {
    const remove = (api: string, list: string) => () =>
      applyRecordChange(stateOf([]), { op: 'remove', api, list, key: 'x' })
    t.throws(remove('contacts', 'cars'), new RangeError("unknown list 'contacts.cars'"), 'an unknown list')
    t.throws(remove('vehicles', 'cars'), new RangeError("unknown list 'vehicles.cars'"), 'an unknown API')
  })
}
