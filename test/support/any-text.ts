import fc from 'fast-check'

// Not 'binary': for it, fast-check first makes a table of all code points, which takes a second, and lone surrogates are not among them.
const unit = fc.oneof(fc.nat(0xff), fc.nat(0xffff), fc.nat(0x10ffff)).map((point) => String.fromCodePoint(point))
/** Names that every object has. */
const inherited = fc.constantFrom('__proto__', 'constructor', 'toString')

/** Arbitrary text, including lone surrogates, control characters and line separators. */
export const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: fc.string({ unit, maxLength }), weight: 20 }, { arbitrary: inherited, weight: 1 })
