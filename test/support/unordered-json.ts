/** An expected and an actual value, and whether they are equal if the order of arrays does not matter. */
export type UnorderedJson = readonly [expected: unknown, actual: unknown, isEqual: boolean]

const ANY = '#{json-unit.any-string}'
const NUMBER = '#{json-unit.any-number}'

/** Complete values. The real WireMock gives the same results. */
export const EQUAL_VALUES: readonly UnorderedJson[] = [
  [[{ a: ANY }], [{ a: 'x', b: 1 }], false],
  [[[ANY]], [['a', 'b']], false],
  [[], [], true],
  [[], [1], false],
  [[1, 1, 2], [2, 1, 1], true],
  [[1, 1, 2], [2, 2, 1], false],
  [[1, 2], [1, 2, 2], false],
  [[1], ['1'], false],
  [[null, true, 'a'], ['a', null, true], true],
  [[0, '0', false, null], [null, false, '0', 0], true],
  [[[1, 2], [3]], [[3], [2, 1]], true],
  [[[1, 2], [3]], [[1, 3], [2]], false],
  [[{ a: 1, b: 2 }, { c: [1, 2] }], [{ c: [2, 1] }, { b: 2, a: 1 }], true],
  [[{ a: 1 }], [{ a: 1, b: 2 }], false],
  [[{ a: [] }], [{ a: {} }], false],
  [[{ a: null }], [{ b: null }], false],
  [{ a: [{ b: [2, 1] }] }, { a: [{ b: [1, 2] }] }, true],
  [[ANY, ANY, 1], ['x', 1, 'y'], true],
  [[ANY, ANY, 1], ['x', 1, 2], false],
  [[ANY, 'x'], ['x', 'y'], true],
  [[NUMBER, 1, 2], [2, 3, 1], true],
  [
    [
      { id: ANY, n: 1 },
      { id: 'b', n: NUMBER }
    ],
    [
      { id: 'b', n: 1 },
      { id: 'a', n: 1 }
    ],
    true
  ],
  [[{ id: ANY }, { id: NUMBER }], [{ id: 1 }, { id: 'a' }], true],
  [[[ANY], [NUMBER]], [[1], ['a']], true],
  [[[ANY]], ['a'], false],
  [[{ a: ANY }], ['a'], false],
  [[{ a: ANY, b: 1 }], [{ a: 'x', c: 1 }], false]
]

/** With extra elements ignored. The real WireMock gives the same results. */
export const EXTENDED_VALUES: readonly UnorderedJson[] = [
  [[{ a: ANY, b: 1 }], [{ a: 'x' }], false],
  [[[ANY, ANY]], [['a']], false],
  [[], [1], true],
  [[2], [1, 2, 3], true],
  [[2, 2], [1, 2, 3], false],
  [[{}, { a: 1 }], [{ a: 1 }, { b: 1 }], true],
  [[{ a: 1 }, {}], [{ b: 1 }, { a: 1 }], true],
  [[{ a: 1 }, { b: 1 }], [{ a: 1, b: 1 }, { c: 1 }], false],
  [[{ a: 1 }, { b: 1 }], [{ a: 1, b: 1 }, { a: 1 }], true],
  [[{}, {}, { a: 1 }], [{ a: 1 }, { a: 1, b: 2 }, { c: 1 }], true],
  [
    [{ a: 1 }, { b: 1 }, { c: 1 }],
    [
      { a: 1, b: 1 },
      { b: 1, c: 1 },
      { a: 1, c: 1 }
    ],
    true
  ],
  [
    { a: [[2], [1]] },
    {
      a: [
        [1, 9],
        [2, 9]
      ],
      b: 1
    },
    true
  ]
]
