import { RE2JS } from 're2js'

/** A regular expression that cannot be taken. The message says what is wrong with it. */
export class PatternError extends Error {}

/** What may be compiled, in characters: that takes a third of a second. */
const MOST_TO_COMPILE = 100_000
/** The steps of a compiled expression: for each character of a text all may have to be taken. */
const MOST_STEPS = 2500
const MOST_TOLD = 200

/** POSIX classes as Java names them; RE2 has the same in lower case. */
const POSIX: ReadonlySet<string> = new Set(
  'Lower Upper ASCII Alpha Digit Alnum Punct Graph Print Blank Cntrl XDigit Space'.split(' ')
)

// One part of an expression at a time: a quotation, an escape, the start of a group, or any character.
const PART = /\\Q.*?(?:\\E|$)|\\[pP]\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\.|\(\?(?:<[A-Za-z]\w*>|[^:)]*)|&&|./gsu

/**
 * Compiles a regular expression of Java's kind, as WireMock's patterns are. The engine takes time in proportion to the text,
 * whatever the expression: none can hang the server. What it does not know (look-around, back-references, possessive
 * quantifiers), and what it would understand otherwise than Java does, is refused.
 *
 * @returns whether a text matches as a whole
 * @throws PatternError
 */
export function compileJavaPattern(expression: string): (text: string) => boolean {
  if (costOf(expression) > MOST_TO_COMPILE) refuse(expression, 'one that is so long')
  const translated = translate(expression)
  // Java's `.` matches line ends here: WireMock compiles with DOTALL.
  const compiled = compile(translated, expression)
  const start = literalStart(expression)
  return (text) => text.startsWith(start) && compiled.matches(text)
}

function compile(translated: string, expression: string): RE2JS {
  try {
    const compiled = RE2JS.compile(translated, RE2JS.DOTALL)
    if (compiled.programSize() <= MOST_STEPS) return compiled
  } catch (error) {
    const reason = (error as Error).message.replace('error parsing regexp: ', '')
    throw new PatternError(`${told(expression)} is not a regular expression that this server takes: ${reason}`)
  }
  refuse(expression, 'one with so many parts')
}

/** How long the expression is, with what it repeats the most written out. */
function costOf(expression: string): number {
  const repeats = [...expression.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, least, most]) => Number(most || least))
  return expression.length * repeats.reduce((most, times) => Math.max(most, times), 1)
}

function translate(expression: string): string {
  let inClass = false
  let translated = ''
  let before = ''
  for (const [part] of expression.matchAll(PART)) {
    if (inClass && (part === '[' || part === '&&')) refuse(expression, `'${part}' inside a character class`)
    if (inClass && part === ']' && /^\[\^?$/.test(before)) refuse(expression, "']' first in a character class")
    translated += translatePart(part, expression, inClass)
    if (part === '[') before = ''
    if (part === '[' || part === ']') inClass = part === '['
    before = part === '^' && before === '[' ? '[^' : part
  }
  return translated
}

function translatePart(part: string, expression: string, inClass: boolean): string {
  const [, letter, name = ''] = /^\\([pP])\{(.*)\}$/.exec(part) ?? []
  if (POSIX.has(name)) {
    const named = `[:${letter === 'P' ? '^' : ''}${name.toLowerCase()}:]`
    return inClass ? named : `[${named}]`
  }
  if (/^\\u[0-9a-fA-F]{4}$/.test(part)) return `\\x{${part.slice(2)}}`
  if (/^\\[v0]$/.test(part)) refuse(expression, `'${part}'`)
  // `(?<name>` and the flags that mean the same in both.
  if (part.startsWith('(?') && !/^\(\?(?:<[A-Za-z]\w*>|[ims]*(?:-[ims]+)?$)/.test(part)) refuse(expression, `'${part}'`)
  return part
}

function refuse(expression: string, what: string): never {
  throw new PatternError(
    `${told(expression)} is not a regular expression that this server takes: ${what} is not supported`
  )
}

/** An expression in a message, cut short. */
const told = (expression: string): string =>
  expression.length > MOST_TOLD ? `'${expression.slice(0, MOST_TOLD)}…'` : `'${expression}'`

/** The characters that every match begins with, letters, digits and `_/ -` only: most texts are told apart by these alone. */
export function literalStart(expression: string): string {
  if (expression.includes('|')) return ''
  const plain = expression.slice(0, expression.search(/[^\w/ -]|$/))
  const next = expression[plain.length] ?? ''
  return '*?{+'.includes(next) && next !== '' ? plain.slice(0, -1) : plain
}
