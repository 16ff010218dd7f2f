const STRING = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`
/** A name after a dot. Jayway JsonPath allows more characters than RFC 9535. */
const NAME = String.raw`[^\s.[\](){}'"=<>!~&|,?*]+`
const OPERAND = String.raw`@(?:\.?\[(?:${STRING}|[^\]'"])*\]|\.{1,2}(?:${NAME}(?!\()|\*))*`
const OPERATION = new RegExp(
  String.raw`(?<string>${STRING})|(?<operand>${OPERAND})(?:\.(?:size|length)\(\)|\s*(?:=~\s*/(?<pattern>(?:[^/\\]|\\.)*)/(?<flags>\w*)|\s(?<operator>n?in|contains|size|empty)\s+(?<value>\[(?:${STRING}|[^\]'"])*\]|${STRING}|\w+)))`,
  'gs'
)
const STEP = new RegExp(
  String.raw`(?<other>${STRING}|-?\d+(?:\.\d+)?)|(?<dot>(?<!\.)\.(?=\[))|(?<deep>\.)?\.(?<name>${NAME})|(?<equality>[=!]==)`,
  'g'
)
/** What RFC 9535 allows after a dot. */
const PLAIN_NAME = /^[A-Za-z_\u0080-\u{10FFFF}][\w\u0080-\u{10FFFF}]*$/u

/**
 * Translates what Jayway JsonPath, used by WireMock, adds to RFC 9535: `.['a']`, names such as `.@type`, and in filters `===`, `size()`, and
 * the operators `=~`, `in`, `nin`, `contains`, `size` and `empty`. Everything else stays unchanged.
 */
export const toStandardPath = (path: string): string => path.replaceAll(OPERATION, operation).replaceAll(STEP, step)

type Groups = Readonly<Record<string, string | undefined>>

/** The last argument that `replaceAll` passes to its callback. */
const groupsOf = (parameters: readonly unknown[]): Groups => parameters.at(-1) as Groups

function operation(source: string, ...parameters: unknown[]): string {
  const { string, operand, pattern, flags, operator, value = '' } = groupsOf(parameters)
  if (string !== undefined) return source
  // Without the flag `s`, Jayway's `.` matches no line terminators.
  if (pattern !== undefined) return `match(${operand}, ${quoted(`(?${withFlags(flags)})${unescaped(pattern)}`)})`
  switch (operator) {
    case 'in':
    case 'nin': {
      const tests = value.slice(1, -1).match(new RegExp(`${STRING}|[^,\\s]+`, 'g')) ?? []
      const isIn = `(${tests.map((item) => `${operand} == ${item}`).join(' || ')})`
      return tests.length === 0 || !value.startsWith('[') ? source : `${operator === 'in' ? '' : '!'}${isIn}`
    }
    case 'contains':
      return `contains(${operand}, ${value})`
    case 'empty':
      return `length(${operand}) ${value === 'true' ? '==' : '>'} 0`
    case 'size':
      return `length(${operand}) == ${value}`
    default:
      return `length(${operand})`
  }
}

const withFlags = (flags = ''): string => (flags.includes('s') ? flags : `${flags}-s`)

/** Only `/` has to be escaped between slashes. */
const unescaped = (pattern: string): string => pattern.replaceAll('\\/', '/')

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

function step(source: string, ...parameters: unknown[]): string {
  const { dot, deep, name, equality } = groupsOf(parameters)
  if (dot !== undefined) return ''
  if (equality !== undefined) return equality.slice(0, -1)
  return name === undefined || PLAIN_NAME.test(name) ? source : `${deep === undefined ? '' : '..'}[${quoted(name)}]`
}
