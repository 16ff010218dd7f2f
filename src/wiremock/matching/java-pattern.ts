import { RE2JS, RE2Set } from 're2js'
import type { CompileBudget } from './compile-budget.ts'
import { expressionBytes, stateBytes } from './pattern-bytes.ts'
import type { Work } from './work.ts'

/** An invalid or unsupported pattern. The message names the pattern and the reason. */
export class PatternError extends Error {}

/** In characters, with repetitions expanded. */
const MAX_EXPANDED_LENGTH = 20_000
/** A class of Unicode characters takes as long to compile as this many characters. */
const UNICODE_CLASS_LENGTH = 200
/** In steps of the compiled program: each character of a text may run through all of them. */
const MAX_PROGRAM_SIZE = 2500
/** A search counts each step of the program once more for this many groups. */
const GROUPS_PER_PART = 20
const MAX_QUOTED_LENGTH = 200

/** POSIX classes by their Java names. RE2 has the same classes in lower case. */
const POSIX: ReadonlySet<string> = new Set(
  'Lower Upper ASCII Alpha Digit Alnum Punct Graph Print Blank Cntrl XDigit Space'.split(' ')
)

// One token: a quotation, an escape, the start of a group, `&&`, or any other character.
const TOKEN =
  /\\Q.*?(?:\\E|$)|\\[pP]\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x\{[0-9a-fA-F]+\}|\\.|\(\?(?:<[A-Za-z]\w*>|[^:)]*)|&&|./gsu

/**
 * Compiles a regular expression in Java's syntax, which WireMock uses. RE2 matches in linear time, so no expression can
 * block the server. Syntax that RE2 lacks (look-around, back-references, possessive quantifiers) or reads differently
 * from Java is rejected.
 *
 * @param budget of the pattern that contains the expression
 * @returns a function that tells whether an entire text matches. It throws TooExpensive
 * @throws PatternError
 */
export function compileJavaPattern(expression: string, budget: CompileBudget): (text: string, work: Work) => boolean {
  const length = expandedLength(expression)
  if (length > MAX_EXPANDED_LENGTH) {
    reject(expression, `with repetitions expanded, it has ${length} characters, more than ${MAX_EXPANDED_LENGTH}`)
  }
  budget.spend(length)
  const translated = translate(expression)
  const size = programSize(translated, expression)
  const prefix = literalPrefix(expression)
  budget.bytes += expressionBytes(translated, size)
  let compiled: RE2Set | undefined
  return (text, work) => {
    if (!text.startsWith(prefix)) return false
    work.spend(text.length * size, `matching ${text.length} characters with a regular expression of ${size} parts`)
    compiled ??= compile(translated, size)
    return compiled.match(text).length > 0
  }
}

/**
 * Compiles a regular expression like `compileJavaPattern`, to find it anywhere in a text. As in Java without flags, `.` matches no line
 * terminator, and `$` also matches before one at the end.
 *
 * @returns a function that tells whether a text contains a match. It throws TooExpensive
 * @throws PatternError
 */
export function compileJavaFind(expression: string, budget: CompileBudget): (text: string, work: Work) => boolean {
  compileJavaPattern(expression, budget)
  const usesLines = /\(\?[is]*m/.test(expression)
  const translated = translate(expression, {
    '.': `[^${LINE_ENDS}]`,
    ...(!usesLines && { $: `(?:\\r\\n|[${LINE_ENDS}])?\\z` })
  })
  const size = programSize(translated, expression)
  let compiled: RE2Set | undefined
  return (text, work) => {
    work.spend(
      (text.length + 1) * size,
      `searching ${text.length} characters for a regular expression of ${size} parts`
    )
    compiled ??= compile(translated, size, RE2Set.UNANCHORED, 0)
    return compiled.match(text).length > 0
  }
}

/**
 * Compiles a regular expression like `compileJavaPattern`, to search for it.
 *
 * @returns a function that returns the first match and its groups; `undefined` if there is none. It throws TooExpensive
 * @throws PatternError
 */
export function compileJavaSearch(
  expression: string,
  budget: CompileBudget
): (text: string, work: Work) => readonly string[] | undefined {
  compileJavaPattern(expression, budget)
  const compiled = RE2JS.compile(translate(expression), RE2JS.DOTALL)
  // The groups are copied for each part that matches so far.
  const size = Math.ceil(compiled.programSize() * (1 + compiled.groupCount() / GROUPS_PER_PART))
  return (text, work) => {
    work.spend(text.length * size, `searching ${text.length} characters with a regular expression of ${size} parts`)
    const matcher = compiled.matcher(text)
    if (!matcher.find()) return undefined
    return Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? '')
  }
}

function programSize(translated: string, expression: string): number {
  let size: number
  try {
    size = RE2JS.compile(translated, RE2JS.DOTALL).programSize()
  } catch (error) {
    reject(expression, (error as Error).message.replace('error parsing regexp: ', ''))
  }
  if (size > MAX_PROGRAM_SIZE) reject(expression, `it has ${size} parts, more than ${MAX_PROGRAM_SIZE}`)
  return size
}

/** A set, because only sets limit the memory for states. WireMock compiles with DOTALL: `.` matches line terminators. */
function compile(translated: string, size: number, anchor = RE2Set.ANCHOR_BOTH, flags = RE2JS.DOTALL): RE2Set {
  const set = new RE2Set(anchor, flags, stateBytes(translated, size))
  set.add(translated)
  set.compile()
  // Matching needs only the program. The parsed expression takes more memory.
  set.regexps = []
  return set
}

/** The length of the expression, with Unicode classes counted as longer, multiplied by its largest repetition. */
export function expandedLength(expression: string): number {
  const repetitions = [...expression.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, min, max]) => Number(max || min))
  const unicodeClasses = expression.split(/\\[pP]/).length - 1
  const length = expression.length + unicodeClasses * UNICODE_CLASS_LENGTH
  return length * repetitions.reduce((largest, times) => Math.max(largest, times), 1)
}

/** Java's `\s` and `\S`, as parts of a class. Unlike RE2's, white space includes the vertical tab. */
const SPACES = '\\t\\n\\x0B\\f\\r '
const NO_SPACES = '\\x00-\\x08\\x0E-\\x1F!-\\x{10FFFF}'
const LINE_ENDS = '\\n\\r\\x{85}\\x{2028}\\x{2029}'
const REPETITION = /^\{\d+(?:,\d*)?\}/

/** @param special translations of characters outside of classes */
function translate(expression: string, special: Readonly<Record<string, string>> = {}): string {
  rejectInnerEnd(expression)
  const ignoresCase = /\(\?[ms]*i/.test(expression)
  let isInClass = false
  // Joined at the end: in a text that grows by single characters, each takes 32 bytes as long as the text is kept.
  const translated: string[] = []
  let previous = ''
  for (const { 0: token, index } of expression.matchAll(TOKEN)) {
    if (token === '{' && !isInClass && !REPETITION.test(expression.slice(index, index + 30))) {
      reject(expression, "'{' without a number of repetitions")
    }
    if (isInClass && (token === '[' || token === '&&')) reject(expression, `'${token}' inside a character class`)
    if (isInClass && token === ']' && /^\[\^?$/.test(previous)) {
      reject(expression, "']' at the start of a character class")
    }
    const part = (isInClass ? undefined : special[token]) ?? translateToken(token, expression, isInClass)
    // With the flag `i`, Java ignores the case of ASCII letters only.
    translated.push(ignoresCase && BEYOND_ASCII.test(token) ? caseSensitive(part, expression, isInClass) : part)
    if (token === '[') previous = ''
    if (token === '[' || token === ']') isInClass = token === '['
    previous = token === '^' && previous === '[' ? '[^' : token
  }
  return translated.join('')
}

/** A character beyond ASCII, or an escape for one. */
const BEYOND_ASCII = /^(?:[^ -~\s]|\\u(?!00[0-7])|\\x\{(?!0*[0-7]?[\da-fA-F]\}))/

function caseSensitive(part: string, expression: string, isInClass: boolean): string {
  if (isInClass) reject(expression, `'${part}' in a character class that ignores the case`)
  return `(?-i:${part})`
}

/**
 * Rejects `$` if something follows it. In Java, it also matches before a line terminator at the end of the text; at the end of an
 * expression that must match the entire text, that makes no difference.
 */
function rejectInnerEnd(expression: string): void {
  let depth = 0
  let isAfterEnd = false
  let isInClass = false
  for (const [token] of expression.matchAll(TOKEN)) {
    if (isInClass || token === '[') {
      isInClass = token !== ']'
      if (isAfterEnd && depth === 0) reject(expression, "'$' before the end")
      continue
    }
    if (token === ')') depth--
    else if (token === '|' && depth === 0) isAfterEnd = false
    else if (isAfterEnd && depth === 0 && token !== '$') reject(expression, "'$' before the end")
    if (token.startsWith('(') && !/^\(\?[a-z-]*\)$/.test(token)) depth++
    if (token === '$') isAfterEnd = true
  }
}

function translateToken(token: string, expression: string, isInClass: boolean): string {
  const [, letter, name = ''] = /^\\([pP])\{(.*)\}$/.exec(token) ?? []
  if (POSIX.has(name)) {
    const posixClass = `[:${letter === 'P' ? '^' : ''}${name.toLowerCase()}:]`
    return isInClass ? posixClass : `[${posixClass}]`
  }
  if (/^\\u[0-9a-fA-F]{4}$/.test(token)) return `\\x{${token.slice(2)}}`
  if (token === '\\s' || token === '\\S') {
    const characters = token === '\\s' ? SPACES : NO_SPACES
    return isInClass ? characters : `[${characters}]`
  }
  // In Java, `\v` stands for several characters, and a digit refers to a group.
  if (/^\\[v\d]$/.test(token)) reject(expression, `'${token}'`)
  // Only names of groups, and flags that mean the same in Java and RE2, are supported.
  if (token.startsWith('(?') && !/^\(\?(?:<[A-Za-z]\w*>|[ims]*(?:-[ims]+)?$)/.test(token)) {
    reject(expression, `'${token}'`)
  }
  return token
}

function reject(expression: string, reason: string): never {
  const quoted = expression.length > MAX_QUOTED_LENGTH ? `${expression.slice(0, MAX_QUOTED_LENGTH)}…` : expression
  throw new PatternError(`regular expression '${quoted}' is not supported: ${reason}`)
}

/** The literal prefix of every matching text: letters, digits, `_`, `/`, `-` and spaces. Comparing it first rejects most texts. */
export function literalPrefix(expression: string): string {
  if (expression.includes('|')) return ''
  const literal = expression.slice(0, expression.search(/[^\w/ -]|$/))
  const next = expression[literal.length] ?? ''
  return '*?{+'.includes(next) && next !== '' ? literal.slice(0, -1) : literal
}
