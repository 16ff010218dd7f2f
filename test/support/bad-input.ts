const MIB = 1024 * 1024

/** Bodies that no API can do anything with, or that break naive readers of JSON. */
export const BAD_BODIES: Readonly<Record<string, string | Buffer>> = {
  'no JSON': 'hello',
  'JSON cut short': '{"user":{"identifier":"a',
  'two JSON texts': '{} {}',
  'a text': '"user"',
  'a number': '5',
  true: 'true',
  null: 'null',
  blanks: ' \r\n\t ',
  'a list': '[{"user":{"identifier":"a"}}]',
  'a hundred thousand open lists': '['.repeat(100_000),
  'a hundred thousand nested lists': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  'a hundred thousand nested objects': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  '__proto__ as the body': '{"__proto__":{"user":{"identifier":"a"},"Username":"a"}}',
  'constructor and prototype': '{"constructor":{"prototype":{"user":{"identifier":"a"}}}}',
  'invalid UTF-8': Buffer.from([...Buffer.from('{"user":{"identifier":"'), 0xc3, 0x28, ...Buffer.from('"}}')]),
  'UTF-16': Buffer.from('\ufeff{"user":{"identifier":"a"}}', 'utf16le'),
  'a raw NUL': '{"user":{"identifier":"a\u0000b"}}',
  NaN: '{"user":{"is_disabled":NaN},"Username":NaN}',
  'a comment': '{/**/"user":{"identifier":"a"}}',
  'an empty object': '{}',
  'ten megabytes': JSON.stringify({ user: { metadata: 'x'.repeat(10 * MIB) }, Username: 'x' })
}

const UNREAD = ['no JSON', 'a raw NUL', 'invalid UTF-8', 'a hundred thousand open lists', 'ten megabytes']

/** Those that tell whether a body is left alone. */
export const UNREAD_BODIES = Object.fromEntries(Object.entries(BAD_BODIES).filter(([what]) => UNREAD.includes(what)))
