import { RE2JS } from 're2js'

/** An invalid or unsupported pattern. The message names the pattern and the reason. */
export class PatternError extends Error {}

/** In characters, with repetitions expanded: compiling this many takes a third of a second. */
const MAX_EXPANDED_LENGTH = 100_000
/** In steps of the compiled program: each character of a text may run through all of them. */
const MAX_PROGRAM_SIZE = 2500
const MAX_QUOTED_LENGTH = 200

/** POSIX classes by their Java names. RE2 has the same classes in lower case. */
const POSIX: ReadonlySet<string> = new Set(
  'Lower Upper ASCII Alpha Digit Alnum Punct Graph Print Blank Cntrl XDigit Space'.split(' ')
)

// One token: a quotation, an escape, the start of a group, or any other character.
const TOKEN = /\\Q.*?(?:\\E|$)|\\[pP]\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\.|\(\?(?:<[A-Za-z]\w*>|[^:)]*)|&&|./gsu

/**
 * Compiles a regular expression in Java's syntax, which WireMock uses. RE2 matches in linear time, so no expression can
 * block the server. Syntax that RE2 lacks (look-around, back-references, possessive quantifiers) or reads differently
 * from Java is rejected.
 *
 * @returns a function that tells whether an entire text matches
 * @throws PatternError
 */
export function compileJavaPattern(expression: string): (text: string) => boolean {
  if (expandedLength(expression) > MAX_EXPANDED_LENGTH) reject(expression, 'it is too long')
  const translated = translate(expression)
  const compiled = compile(translated, expression)
  const prefix = literalPrefix(expression)
  return (text) => text.startsWith(prefix) && compiled.matches(text)
}

function compile(translated: string, expression: string): RE2JS {
  let compiled: RE2JS
  try {
    // WireMock compiles with DOTALL: `.` matches line terminators.
    compiled = RE2JS.compile(translated, RE2JS.DOTALL)
  } catch (error) {
    reject(expression, (error as Error).message.replace('error parsing regexp: ', ''))
  }
  if (compiled.programSize() > MAX_PROGRAM_SIZE) reject(expression, 'it has too many parts')
  return compiled
}

/** The length of the expression, multiplied by its largest repetition. */
function expandedLength(expression: string): number {
  const repetitions = [...expression.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, min, max]) => Number(max || min))
  return expression.length * repetitions.reduce((largest, times) => Math.max(largest, times), 1)
}

function translate(expression: string): string {
  let isInClass = false
  let translated = ''
  let previous = ''
  for (const [token] of expression.matchAll(TOKEN)) {
    if (isInClass && (token === '[' || token === '&&')) reject(expression, `'${token}' inside a character class`)
    if (isInClass && token === ']' && /^\[\^?$/.test(previous)) {
      reject(expression, "']' at the start of a character class")
    }
    translated += translateToken(token, expression, isInClass)
    if (token === '[') previous = ''
    if (token === '[' || token === ']') isInClass = token === '['
    previous = token === '^' && previous === '[' ? '[^' : token
  }
  return translated
}

function translateToken(token: string, expression: string, isInClass: boolean): string {
  const [, letter, name = ''] = /^\\([pP])\{(.*)\}$/.exec(token) ?? []
  if (POSIX.has(name)) {
    const posixClass = `[:${letter === 'P' ? '^' : ''}${name.toLowerCase()}:]`
    return isInClass ? posixClass : `[${posixClass}]`
  }
  if (/^\\u[0-9a-fA-F]{4}$/.test(token)) return `\\x{${token.slice(2)}}`
  if (/^\\[v0]$/.test(token)) reject(expression, `'${token}'`)
  // Only `(?<name>` and flags that mean the same in Java and RE2.
  if (token.startsWith('(?') && !/^\(\?(?:<[A-Za-z]\w*>|[ims]*(?:-[ims]+)?$)/.test(token)) {
    reject(expression, `'${token}'`)
  }
  return token
}

function reject(expression: string, reason: string): never {
  const quoted = expression.length > MAX_QUOTED_LENGTH ? `${expression.slice(0, MAX_QUOTED_LENGTH)}…` : expression
  throw new PatternError(`regular expression '${quoted}' is not supported: ${reason}`)
}

/** A prefix of every matching text, made of letters, digits and `_/ -` only. Comparing it first rejects most texts. */
export function literalPrefix(expression: string): string {
  if (expression.includes('|')) return ''
  const literal = expression.slice(0, expression.search(/[^\w/ -]|$/))
  const next = expression[literal.length] ?? ''
  return '*?{+'.includes(next) && next !== '' ? literal.slice(0, -1) : literal
}
