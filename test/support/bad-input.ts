const MIB = 1024 * 1024

/** Invalid bodies, and bodies that break naive JSON parsers. */
export const BAD_BODIES: Readonly<Record<string, string | Buffer>> = {
  'not JSON': 'hello',
  'truncated JSON': '{"user":{"identifier":"a',
  'two JSON texts': '{} {}',
  'a string': '"user"',
  'a number': '5',
  true: 'true',
  null: 'null',
  whitespace: ' \r\n\t ',
  'an array': '[{"user":{"identifier":"a"}}]',
  'a hundred thousand unclosed arrays': '['.repeat(100_000),
  'a hundred thousand nested arrays': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  'a hundred thousand nested objects': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  '__proto__ as the body': '{"__proto__":{"user":{"identifier":"a"},"Username":"a"}}',
  'constructor and prototype': '{"constructor":{"prototype":{"user":{"identifier":"a"}}}}',
  'invalid UTF-8': Buffer.from([...Buffer.from('{"user":{"identifier":"'), 0xc3, 0x28, ...Buffer.from('"}}')]),
  'UTF-16': Buffer.from('\ufeff{"user":{"identifier":"a"}}', 'utf16le'),
  'a raw NUL': '{"user":{"identifier":"a\u0000b"}}',
  NaN: '{"user":{"is_disabled":NaN},"Username":NaN}',
  'a comment': '{/**/"user":{"identifier":"a"}}',
  'an empty object': '{}',
  'two megabytes': JSON.stringify({ user: { metadata: 'x'.repeat(2 * MIB) }, Username: 'x' })
}

const IGNORED_NAMES = ['not JSON', 'a raw NUL', 'invalid UTF-8', 'a hundred thousand unclosed arrays', 'two megabytes']

/** A selection for operations that ignore the body. */
export const IGNORED_BODIES = Object.fromEntries(
  Object.entries(BAD_BODIES).filter(([name]) => IGNORED_NAMES.includes(name))
)
