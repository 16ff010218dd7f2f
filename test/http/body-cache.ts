import type { Test } from 'tap'
import { BodyCache, Representation } from '../../src/http/body-cache.ts'

export async function bodyCache(t: Test): Promise<void> {
  t.test('the MD5 is that of the bytes in UTF-8', async (t) => {
    const representation = new Representation('{"é":1}')
    t.equal(representation.md5, '5a278f779cec8fae6d58e7de58a4dd03', 'computed')
    t.equal(representation.md5, '5a278f779cec8fae6d58e7de58a4dd03', 'cached')
  })

  t.test('each variant of a record is rendered once', async (t) => {
    const bodies = new BodyCache()
    const [one, equal] = [{ a: 1 }, { a: 1 }]
    const first = bodies.of(one, 'page 1', () => 'first')
    const again = bodies.of(one, 'page 1', () => 'not called')
    t.equal(again, first, 'the same record and variant')
    t.equal(bodies.of(one, 'page 2', () => 'second').body, 'second', 'another variant')
    t.equal(bodies.of(equal, 'page 1', () => 'another').body, 'another', 'an equal record')
  })

  t.test('the cache is bounded', async (t) => {
    const bodies = new BodyCache()
    const record = {}
    const cached = bodies.of(record, '', () => 'before')
    for (let i = 0; i < 100; i++) bodies.of({}, '', () => 'x'.repeat(100_000))
    const rendered = bodies.of(record, '', () => 'after')
    t.not(rendered, cached, 'a body that was evicted is rendered again')
    const large = {}
    const first = bodies.of(large, '', () => 'x'.repeat(9_000_000))
    t.equal(first.body.length, 9_000_000, 'a body larger than the cache')
    t.not(
      bodies.of(large, '', () => 'x'),
      first,
      'a body larger than the cache is not cached'
    )
    t.equal(
      bodies.of(record, '', () => 'not called'),
      rendered,
      'a body larger than the cache evicts nothing'
    )
  })
}
