import type { Test } from 'tap'
import { jsonParts } from '../../src/common/json-parts.ts'

export async function jsonInParts(t: Test): Promise<void> {
  const list = Array.from({ length: 2000 }, (_, i) => ({ i, text: `"${i}"`.repeat(20), none: undefined }))
  const names = Object.fromEntries(list.map(({ i }) => [`n${i}`, i]))
  const values = [
    {},
    [],
    null,
    'text',
    { none: undefined, a: { b: { list } } },
    { list, names, empty: { list: [] }, date: new Date(0), some: [undefined, ...list, undefined] },
    list
  ]
  for (const value of values) t.equal([...jsonParts(value)].join(''), JSON.stringify(value))
  t.ok(Math.max(...[...jsonParts({ stubs: { list } })].map((part) => part.length)) < 70_000, 'a long list is in parts')
}
