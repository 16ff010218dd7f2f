/** A template with the input that takes it longest, and what becomes of it. */
export interface ExpensiveTemplate {
  readonly name: string
  readonly template: string
  readonly body: string
  /** A part of the response. A rendering that hits a limit says which one. */
  readonly response: RegExp
}

const LIMIT = /exceeds? the limit of \d+ (?:steps|characters)/

const MEGABYTE = 1_000_000
const filled = (part: string, length = MEGABYTE): string => part.repeat(Math.floor(length / part.length))
const members = (count: number): string =>
  `{${Array.from({ length: count }, (_, i) => `"x${i.toString(36)}":1`).join(',')}}`
const nested = (depth: number, inner: string): string => `${'{"a":'.repeat(depth)}${inner}${'}'.repeat(depth)}`
const listOf = (part: string, length = 900_000): string => `[${filled(`${part},`, length)}${part}]`
const REQUEST = '@root.request.body'
const loop = (inner: string): string => `{{#each (range 1 30000)}}${inner}{{/each}}`
/** Calls a helper again and again, without showing what it returns. */
const often = (call: string): string => loop(`{{#if (${call})}}{{/if}}`)
/** Lists of lists of lists, with the same text or few numbers at the bottom. */
const lists = (depth: number, bottom: string): string =>
  `{{val (array ${bottom}) assign='x'}}${"{{val (array x x x x x x x x) assign='x'}}".repeat(depth)}`
const TEXTS = lists(3, filled('request.body ', 100))
const NUMBERS = lists(12, '1 2 3 4')
const PARSED = "{{parseJson request.body 'j'}}"

const row = (name: string, template: string, body: string, response = LIMIT): ExpensiveTemplate => ({
  name,
  template,
  body,
  response
})
const whole = (helper: string, body: string, rest = ''): ExpensiveTemplate =>
  row(`${helper} ${rest}of long texts`, often(`${helper} ${REQUEST} ${rest}`), body)
const short = (helper: string, args: string, body = 'x'): ExpensiveTemplate =>
  row(`${helper}, often`, often(`${helper} ${args}`), body)

/** At least one row for each helper, and for each way to show a value. */
export const EXPENSIVE_TEMPLATES: readonly ExpensiveTemplate[] = [
  whole('upper', filled('ΐ')),
  whole('lower', filled('İ', 500_000)),
  whole('trim', filled(' ')),
  whole('capitalize', filled('a ', 400_000)),
  whole('capitalizeFirst', filled('€')),
  whole('stripTags', filled('<>')),
  whole('cut', filled('😀'), "''"),
  whole('cut', filled('a'), "'a'"),
  whole('replace', filled('😀', 600_000), "'' 'b'"),
  whole('replace', filled('a'), "'a' 'b'"),
  whole('substring', filled('a'), '1'),
  whole('base64', filled('€')),
  whole('base64', filled('a'), 'decode=true'),
  whole('urlEncode', filled('(', 50_000)),
  whole('urlEncode', filled('€', 700_000)),
  whole('urlEncode', filled('+', 50_000), 'decode=true'),
  whole('defaultIfEmpty', filled('a'), "''"),
  whole('contains', filled('a'), "'aaaaaaaaaaaaaaab'"),
  whole('matches', filled('ab', 400_000), "'(a|b)*c'"),
  whole('regexExtract', filled('ab', 400_000), "'(a|b)*c'"),
  whole('join', filled('a'), "','"),
  whole('toJson', filled('\u0001', 600_000)),
  whole('formatJson', listOf('[]', 50_000)),
  whole('parseJson', listOf('{}', 50_000)),
  whole('parseJson', listOf('1.0', 50_000)),
  whole('jsonPath', listOf('{"a":1}', 50_000), "'$..a'"),
  whole('jsonPath', filled('a'), "'$.a'"),
  whole('formData', filled('a=%41&', 60_000), 'urlDecode=true'),
  whole('eq', filled('a'), `(lower ${REQUEST})`),
  whole('neq', filled('a'), `(lower ${REQUEST})`),
  whole('gt', filled('a'), REQUEST),
  whole('gte', filled('a'), REQUEST),
  whole('lt', filled('a'), REQUEST),
  whole('lte', filled('a'), REQUEST),
  row('math of a long number', `{{math ${REQUEST} '+' 1}}`, filled('9'), /up to 100 digits/),
  short('math', `'${filled('9.', 2)}9' '*' '${filled('7', 100)}.${filled('3', 100)}'`),
  short('and', filled('1 ', 7000)),
  short('or', filled('0 ', 7000)),
  short('not', "''"),
  short('lookup', `@root.request 'body'`),
  short('array', filled('1 ', 7000)),
  short('range', '1 10000'),
  short('size', '@root.request.headers'),
  short('pickRandom', filled('1 ', 7000)),
  short('randomInt', ''),
  short('randomDecimal', ''),
  short('randomValue', "type='UUID'"),
  short('now', `format='${filled('y-', 200)}'`),
  short('date', "timezone='Australia/Sydney'"),
  short('truncateDate', "(now) 'first day of month'"),
  short('parseDate', `'${filled('1-', 100)}' format='${filled('d-', 200)}'`),
  row('a long random value', '{{randomValue length=2000000}}', ''),
  row(
    'an offset with many blanks',
    `{{now offset=request.body}}`,
    `now${filled(' ')}x`,
    /expected an amount and a unit/
  ),
  row('if, unless and with', loop('{{#if 1}}{{#unless 0}}{{#with 1}}{{/with}}{{/unless}}{{/if}}'), ''),
  row('assign', `{{#assign 'a'}}x{{/assign}}${"{{#assign 'a'}}{{a}}{{a}}{{/assign}}".repeat(30)}`, ''),
  row('val', loop(`{{val (base64 ${REQUEST}) assign=(join 'k' this '')}}`), filled('€', 100_000)),
  row('each of many members', `${PARSED}${loop('{{#each j}}{{/each}}')}`, members(90_000)),
  row('each without a body', '{{#each (range 1 700000)}}{{/each}}', ''),
  row('each with many names', loop(`{{#each (range 1 9) as |${filled('p ', 6000)}|}}{{/each}}`), ''),
  row('a list as a block', "{{val (range 1 700000) assign='x'}}{{#x}}{{/x}}", ''),
  row('arrayAdd', `{{val (range 1 9999) assign='x'}}${loop("{{val (arrayAdd x 1 position=0) assign='x'}}")}`, ''),
  row('arrayRemove', `{{val (range 1 9999) assign='x'}}${loop('{{#if (arrayRemove x)}}{{/if}}')}`, ''),
  row('lists of long texts', `${TEXTS}{{x}}`, filled('a')),
  row('toJson of them', `${TEXTS}{{toJson x}}`, filled('a')),
  row('join of them', `${TEXTS}{{join x x ','}}`, filled('a')),
  row('arrayJoin of them', `${TEXTS}{{arrayJoin ',' x}}`, filled('a')),
  row('randomInt of them', `${TEXTS}{{randomInt lower=x}}`, filled('a'), /lower to be less/),
  row('many lists', `${NUMBERS}{{x}}`, ''),
  row('toJson of many lists', `${NUMBERS}{{toJson x}}`, ''),
  row('arrayJoin of many lists', `${NUMBERS}{{arrayJoin ',' x}}`, ''),
  row(
    'deep lists',
    `${lists(0, '1')}{{#each (range 1 2000)}}{{val (array x) assign='x'}}{{/each}}{{x}}`,
    '',
    /deeper than 1100/
  ),
  row('JSON with deep members', `${PARSED}{{toJson j}}`, nested(950, members(30_000))),
  row(
    'a small deep document',
    `${PARSED}${loop("{{val (toJson j) assign=(join 'k' this '')}}")}`,
    nested(950, members(99))
  ),
  row('formatJson of many members', '{{formatJson request.body}}', members(100_000)),
  row('a header of many', loop('{{@root.request.headers.nope}}'), ''),
  row('a long path', loop(`{{request${filled('.x', 10_000)}}}`), ''),
  row('a path out of many blocks', loop(`{{${filled('../', 10_000)}x}}`), ''),
  row(
    'unknown names in many blocks',
    `${'{{#if 1}}'.repeat(90)}${loop('{{nope}}{{@nope}}')}${'{{/if}}'.repeat(90)}`,
    ''
  ),
  row('many options', often(`and ${Array.from({ length: 1500 }, (_, i) => `a${i}=1`).join(' ')}`), ''),
  row(
    'a part in the middle of a long text',
    often(`contains ${REQUEST} (join (substring ${REQUEST} 0 20000) 'b' (substring ${REQUEST} 0 20000) '')`),
    filled('a')
  ),
  row('many expressions', loop("{{matches 'a' (join '[a-z]{50}' this '')}}"), ''),
  row('many JSONPaths', loop(`{{jsonPath '{}' (join '$.a' this '${filled('.abc', 1900)}' '')}}`), ''),
  row('a long expression in a JSONPath', `{{jsonPath '{}' '$[?@.a =~ /${filled('ab', 80)}{900}/]'}}`, ''),
  row('many groups', loop(`{{regexExtract '${filled('a', 300)}' '${filled('(a)', 900)}' 'g'}}`), '')
]
