import type { Test } from 'tap'
import { Representation, Representations } from '../../src/http/representation.ts'

export async function representations(t: Test): Promise<void> {
  t.test('the tag is the weak one of the MD5 of the bytes', async (t) => {
    const shown = new Representation('{"é":1}')
    t.equal(shown.etag, 'W/"5a278f779cec8fae6d58e7de58a4dd03"')
    t.equal(shown.etag, shown.etag)
  })

  t.test('a record is shown once, and another anew', async (t) => {
    const bodies = new Representations()
    const [one, other] = [{ a: 1 }, { a: 1 }]
    t.equal(bodies.ofRecord(one, JSON.stringify), bodies.ofRecord(one, JSON.stringify))
    t.not(bodies.ofRecord(one, JSON.stringify), bodies.ofRecord(other, JSON.stringify))
  })

  t.test('a page is shown once for each collection', async (t) => {
    const bodies = new Representations()
    const [before, after] = [{}, {}]
    const first = bodies.ofPage(before, '1', () => 'before')
    t.equal(
      bodies.ofPage(before, '1', () => 'not asked'),
      first
    )
    t.equal(bodies.ofPage(before, '2', () => 'second').body, 'second')
    t.equal(bodies.ofPage(after, '1', () => 'after').body, 'after')
  })

  t.test('what is kept has a bound', async (t) => {
    const bodies = new Representations()
    const record = {}
    const collection = {}
    const kept = bodies.ofRecord(record, () => 'record')
    const page = bodies.ofPage(collection, 'first', () => 'page')
    for (let i = 0; i < 50; i++) {
      bodies.ofRecord({}, () => 'x'.repeat(100_000))
      bodies.ofPage(collection, String(i), () => 'x'.repeat(100_000))
    }
    t.not(
      bodies.ofRecord(record, () => 'record'),
      kept
    )
    t.not(
      bodies.ofPage(collection, 'first', () => 'page'),
      page
    )
    const large = bodies.ofRecord(record, () => 'record')
    t.equal(bodies.ofRecord({}, () => 'x'.repeat(5_000_000)).body.length, 5_000_000)
    t.not(
      bodies.ofRecord(record, () => 'record'),
      large,
      'one that is larger than all may be is not kept, and leaves room'
    )
  })
}
