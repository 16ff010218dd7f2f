import type { Test } from 'tap'
import { readUserDefinition } from '../../src/apis/atms/user-definition.ts'
import { atmsFor, invalid, JSON_TYPE, UNREADABLE } from '../support/atms.ts'

// Every row, except those marked, is what Json.NET 6.0.8 on Mono did with the settings of ASP.NET Web API.

/** Values, as sent for a text field, and the text. */
const values: [sent: string, text: string | null][] = [
  // Integers keep their digits.
  ['614170000063097008', '614170000063097008'],
  ['9007199254740993', '9007199254740993'],
  ['-9223372036854775809', '-9223372036854775809'],
  ['100000000000000000000000', '100000000000000000000000'],
  // Json.NET rejects more than 380 digits.
  ['1'.repeat(400), '1'.repeat(400)],
  ['-0', '0'],
  ['-010', '-10'],
  ['-00', '0'],
  // Everything else is a double with 15 digits.
  ['1.0', '1'],
  ['1.50', '1.5'],
  ['0.1', '0.1'],
  ['-0.0', '0'],
  ['.5', '0.5'],
  ['-.5', '-0.5'],
  ['5.', '5'],
  ['1.e5', '100000'],
  ['0e5', '0'],
  ['0.5e3', '500'],
  ['1E+05', '100000'],
  ['1e-7', '1E-07'],
  ['1e15', '1E+15'],
  ['1e21', '1E+21'],
  ['1.7976931348623157e308', '1.79769313486232E+308'],
  ['4.9e-324', '4.94065645841247E-324'],
  ['1e-400', '0'],
  ['0.0001', '0.0001'],
  ['0.00001', '1E-05'],
  ['0.000012345', '1.2345E-05'],
  ['3.141592653589793', '3.14159265358979'],
  ['123456789.123456789', '123456789.123457'],
  ['123456789012345.6', '123456789012346'],
  ['1234567890123456.0', '1.23456789012346E+15'],
  ['12345678901234567890.5', '1.23456789012346E+19'],
  // Hexadecimal and octal numbers have 64 bits.
  ['0x1F', '31'],
  ['0XfF', '255'],
  ['0xe', '14'],
  ['0x7fffffffffffffff', '9223372036854775807'],
  ['0x8000000000000000', '-9223372036854775808'],
  ['0xffffffffffffffff', '-1'],
  ['00', '0'],
  ['010', '8'],
  ['0777777777777777777777', '9223372036854775807'],
  ['01777777777777777777777', '-1'],
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
  ['-Infinity', '-Infinity'],
  ['true', 'True'],
  ['false', 'False'],
  ['null', null],
  // Texts.
  ["'a'", 'a'],
  [`'a"b'`, 'a"b'],
  [`"a'b"`, "a'b"],
  [`'it\\'s'`, "it's"],
  [`"\\'"`, "'"],
  ['"a\tb"', 'a\tb'],
  ['"a\r\nb"', 'a\r\nb'],
  ['"a\0b"', 'a\0b'],
  ['"\\/\\b\\f\\n\\r\\t\\\\\\""', '/\b\f\n\r\t\\"'],
  ['"\\u00e9\\u00E9"', 'éé'],
  ['"\\u 041"', 'A'],
  ['"\\ud834\\udd1e"', '𝄞'],
  ['"\\ud800"', '\ufffd'],
  ['"\\udc00\\ud800\\ud834\\udd1e"', '\ufffd\ufffd𝄞'],
  ['"2014-01-01T00:00:00Z"', '2014-01-01T00:00:00Z'],
  ['"/Date(1234)/"', '/Date(1234)/'],
  // Blanks and comments.
  ['\t5\n', '5'],
  ['\f\v\0\x85\xa0\u2028\u3000"a"\xa0', 'a'],
  ['/*c*/"a"/**/', 'a'],
  ['//c\n"a"//c\r', 'a'],
  ['5/**/', '5'],
  ['5//c\n', '5'],
  ['null/* * / **/', null]
]

/** Values that a text field rejects. The fields after them are still read. */
const unreadable = [
  '{}',
  '[]',
  '[[[]],]',
  '[1,,2]',
  '{a:[1,2,],}',
  '{"a":{"b":"}"}}',
  'undefined',
  '',
  'new Date(5)',
  'new X()',
  'new  X ( 1,"a" )'
]

const malformed = [
  ...['1e400', '-1e400', '1.8e308', '+5', '+.5', '-0x1F', '0x', '0xFFFFFFFFFFFFFFFFFF', '0x1.5', '0xg', '08', '0o17'],
  ...['0b11', '00.5', '01.5', '02000000000000000000000', '1e', '1e+', '1e5.5', '--1', '1-2', '1.2.3', '1_000', '1f'],
  ...['1m', '-', '.', '- 5', 'e5', '..5', '5..', '2014-01-01', '٣', '1٣', '+Infinity', '-NaN', 'NaN5', 'nan', 'Inf'],
  ...['True', 'TRUE', 'NULL', 'truex', 'nul', 'undefinedx', 'a', '()', '<a>', '@', '5 6', '"a" "b"', '5/', '"a"/'],
  ...['"\\a"', '"\\x41"', '"\\v"', '"\\0"', '"\\u00E"', '"\\uZZZZ"', '"\\\nb"', '"a', `'a"`, '/*c', '/c', '"a"//c'],
  ...['[', '[1 2]', '[1}', '{]', '{1}', '{a:1,,}', 'new', 'new 5', 'new X', 'new X(1]', '\ufeff5', '\u200b5']
]

/** Whole bodies, and the e-mail address. */
const bodies: [body: string, email: string | null][] = [
  ['{Email:"a"}', 'a'],
  ["{'Email':'a'}", 'a'],
  ['{ \t/*c*/Email \n:"a" , }', 'a'],
  ['{"\\u0045mail":"a"}', 'a'],
  ['{$a_1:1,1:2,1a:3,é:4,"a b":5,\'\':6,true:7,Email:"a"}', 'a'],
  ['{email:"a",EMAIL:"b","eMail":"c"}', 'c'],
  ['{Email:"a","email":null}', null],
  ['{"EMAİL":"a","emaıl":"b"}', null],
  ['{x:new Date(1,2),y:NaN,z:undefined,"$type":"A, B",Email:"a"}', 'a'],
  [`{x:${'['.repeat(255)}${']'.repeat(255)},Email:"a"}`, 'a'],
  ['//c\n/*c*/{Email:"a"}', 'a'],
  ['\0\xa0{Email:"a"}', 'a'],
  // Characters after the object are not read.
  ['{Email:"a"} x', 'a'],
  ['{Email:"a"}}', 'a'],
  ['{Email:"a"}{Email:"b"}', 'a'],
  ['{Email:"a"},/*', 'a']
]

const malformedBodies = [
  ...['{', '{Email', '{"Email"', '{Email:', '{Email:"a"', '{Email:"a",', '{,Email:"a"}', '{Email:"a",,}', '{:1}'],
  ...['{Email:"a" Phone:"b"}', '{Email "a"}', '{Email="a"}', '{Email:"a";Phone:"b"}', '{Email:"a"]', '{Email/**/:"a"}'],
  ...['{E/**/mail:"a"}', '{a-b:1}', '{a b:1}', '{\\u0045mail:"a"}', '{Em\0ail:"a"}', '{Email:"a",x:1e400}', '{x:08}'],
  ...[`{x:${'['.repeat(256)}${']'.repeat(256)}}`, '["a"}', 'nullx', 'NULL', 'x', '/', '/*', '\ufeff\ufeff{}']
]

const absent = ['null', 'undefined', ' \0null,', '/*c*/', '//c\n', '\u2028']

const REQUIRED = 'Username:"new",DisplayName:"d",UserGroupName:"Operators"'
const withEmail = (value: string): string => `{Email:${value},Phone:"after",${REQUIRED}}`
const complete = (body: string): string => body.replace('{', `{${REQUIRED},`)

/** In ASCII: other line ends confuse reports. */
const printable = (text: string): string =>
  JSON.stringify(text.slice(0, 60)).replaceAll(/[^ -~]/g, (other) => encodeURIComponent(other))

function problemOf(body: string): unknown {
  try {
    return readUserDefinition(body)
  } catch (error) {
    return (error as { modelState?: unknown }).modelState ?? error
  }
}

export async function json(t: Test): Promise<void> {
  for (const [sent, text] of values) {
    t.match(problemOf(withEmail(sent)), { Email: text, Phone: 'after' }, printable(sent))
  }
  for (const sent of unreadable) {
    const problem = { 'userDefinition.Email': [UNREADABLE] }
    t.strictSame(problemOf(withEmail(sent)), problem, `unreadable: ${printable(sent)}`)
    t.strictSame(
      problemOf(`{Email:${sent},email:"a",${REQUIRED}}`),
      problem,
      `unreadable, then readable: ${printable(sent)}`
    )
  }
  for (const sent of malformed) {
    t.strictSame(problemOf(withEmail(sent)), { userDefinition: [UNREADABLE] }, `malformed: ${printable(sent)}`)
  }
  for (const [body, email] of bodies) {
    t.match(problemOf(complete(body)), { Email: email, Username: 'new' }, printable(body))
  }
  for (const body of malformedBodies) {
    t.strictSame(problemOf(body), { userDefinition: [UNREADABLE] }, `malformed: ${printable(body)}`)
  }
  for (const body of absent) {
    const problem = { userDefinition: ['A value is required but was not present in the request.'] }
    t.strictSame(problemOf(body), problem, `no value: ${printable(body)}`)
  }

  await t.test('a body takes time in proportion to its size', async (t) => {
    const size = 200_000
    const bodies = ['1,', '"",', '\\n', '{},', '/**/', '//\n', '\0', '[', '0', '1.', '-', '{a:', 'a', 'new X(', '"\\"']
    for (const part of bodies) {
      for (const start of ['{', '{x:', '{x:[', '{x:"', '{x:-0', '{x:0x', '{x:1.5e', '{x:new ']) {
        const before = performance.now()
        problemOf(start + part.repeat(size / part.length))
        t.ok(performance.now() - before < 1000, `${start}${part}…`)
      }
    }
  })

  await t.test('every encoding of a body', (t) => encodings(t))
}

const BODY = '{Username:"nöw",DisplayName:"d",UserGroupName:"Operators"}'
const littleEndian = (text: string): Buffer => Buffer.from(text, 'utf16le')
const bigEndian = (text: string): Buffer => littleEndian(text).swap16()

/** The parameters of the media type, the bytes, and whether they can be read. */
const encoded: [what: string, parameters: string, bytes: Buffer, isRead: boolean][] = [
  ['UTF-8', '; charset=utf-8', Buffer.from(BODY), true],
  ['UTF-8 with a byte order mark', '', Buffer.from(`\ufeff${BODY}`), true],
  ['UTF-16', '; charset=utf-16', littleEndian(BODY), true],
  ['UTF-16, spelt differently', ';a=b ;Charset="UTF-16" ', littleEndian(BODY), true],
  ['UTF-16 with a byte order mark', '; charset=utf-16', littleEndian(`\ufeff${BODY}`), true],
  ['big-endian UTF-16 with a byte order mark', '; charset=utf-16', bigEndian(`\ufeff${BODY}`), true],
  ['a byte order mark without a charset', '', littleEndian(`\ufeff${BODY}`), true],
  ['a byte order mark against the charset', '; charset=utf-8', bigEndian(`\ufeff${BODY}`), true],
  ['UTF-8 with a byte order mark as UTF-16', '; charset=utf-16', Buffer.from(`\ufeff${BODY}`), true],
  ['an unknown charset is UTF-8', '; charset=utf-7', Buffer.from(BODY), true],
  ['UTF-8 as UTF-16', '; charset=utf-16', Buffer.from(BODY), false],
  ['big-endian UTF-16 without a byte order mark', '; charset=utf-16', bigEndian(BODY), false],
  ['UTF-16 without a charset', '', littleEndian(BODY), false],
  ['a charset that is not utf-16', '; charset=utf-16le', littleEndian(BODY), false],
  ['ISO 8859-1', '; charset=iso-8859-1', Buffer.from(BODY, 'latin1'), false],
  ['half of a character', '; charset=utf-16', littleEndian(BODY.replace('d', '\ud800')), false]
]

async function encodings(t: Test): Promise<void> {
  const { client, mock } = await atmsFor(t)
  for (const [what, parameters, body, isRead] of encoded) {
    const sends = { 'content-type': `${JSON_TYPE['content-type']}${parameters}` }
    const { status, text } = await client('POST /api/Users', { sends, body })
    if (isRead) t.equal(status, 204, what)
    else t.strictSame([status, JSON.parse(text)], [400, invalid({ '': [UNREADABLE] })], what)
    const created = await client(`GET /api/Users/${encodeURIComponent('nöw')}`)
    t.equal(created.status, isRead ? 200 : 404, `${what}: the account`)
    await mock.reset()
  }
}
