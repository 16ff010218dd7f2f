/** The functions of a compiled operator, in bytes. */
export const OPERATOR_BYTES = 800

// Regular expressions: measured with short, long, repeated and Unicode ones, after they were used.
interface Bytes {
  readonly fixed: number
  /** For each part of the compiled program. */
  readonly part: number
  /** For the tables of Unicode classes. */
  readonly unicode: number
}

const PROGRAM: Bytes = { fixed: 3500, part: 180, unicode: 13_000 }
const STATES: Bytes = { fixed: 1000, part: 350, unicode: 45_000 }
const MAX_STATES = 64 * 1024

const bytesOf = ({ fixed, part, unicode }: Bytes, expression: string, parts: number): number =>
  fixed + part * parts + (/\\[pP]/.test(expression) ? unicode : 0)

/**
 * How much memory the states of a regular expression may take, in bytes: enough for one state of each part, up to a limit. Building more
 * states takes longer than matching without them.
 */
export const stateBytes = (expression: string, parts: number): number =>
  Math.min(bytesOf(STATES, expression, parts), MAX_STATES)

/** About how much memory a regular expression takes once it is used, in bytes. */
export const expressionBytes = (expression: string, parts: number): number =>
  bytesOf(PROGRAM, expression, parts) + stateBytes(expression, parts)

/** About how much memory a compiled JSONPath takes, in bytes. */
export function jsonPathBytes(expression: string): number {
  const selectors = expression.match(/[.[,]/g)?.length ?? 0
  const operators = expression.match(/[=!<>]=?|\|\||&&|\(/g)?.length ?? 0
  return 2900 + 600 * selectors + 310 * operators
}

/** About how much memory a compiled format of dates takes, in bytes. */
export function dateFormatBytes(format: string): number {
  const fields = format.match(/([A-Za-z])\1*/g) ?? []
  // Fractions and time zones have several forms.
  const long = fields.filter((field) => /[SXZ]/.test(field))
  return 1500 + 100 * format.length + 1300 * fields.length + 2000 * long.length
}

/** About how much memory a compiled JSON Schema takes besides its regular expressions, in bytes. */
export const schemaBytes = (documentBytes: number): number => 2000 + 20 * documentBytes
