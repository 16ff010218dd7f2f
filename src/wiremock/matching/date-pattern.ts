import { type ChangeTime, relativeTime, truncation } from './date-arithmetic.ts'
import { compileDateFormat, readDate } from './date-text.ts'
import type { Work } from './work.ts'

/** The options of `before`, `after` and `equalToDateTime`. */
export interface DateOptions {
  readonly actualFormat?: string
  readonly truncateExpected?: string
  readonly truncateActual?: string
  readonly applyTruncationLast?: boolean
}

/** In characters: a longer text is never read as a date. */
const MAX_LENGTH = 100
const STEPS = 500

const unchanged: ChangeTime = (time) => time

/**
 * Compiles a pattern for a date.
 *
 * @param expected a date, or a time relative to the arrival of the request: `now -3 days`
 * @param isMatch compares the times of the text and of the pattern
 * @returns tells whether a text matches. `now` is in milliseconds since 1970
 * @throws an error for an invalid date or option
 */
export function compileDate(
  expected: string,
  { actualFormat, truncateExpected, truncateActual, applyTruncationLast = false }: DateOptions,
  isMatch: (actual: number, expected: number) => boolean
): (text: string, now: number, work: Work) => boolean {
  const read = actualFormat === undefined ? readDate : compileDateFormat(actualFormat)
  const truncate = truncateActual === undefined ? unchanged : truncation(truncateActual)
  const expectedAt = expectedTime(
    expected,
    truncateExpected === undefined ? unchanged : truncation(truncateExpected),
    applyTruncationLast
  )
  return (text, now, work) => {
    work.spend(STEPS, 'reading a date')
    const actual = text.length > MAX_LENGTH ? undefined : read(text)
    return actual !== undefined && isMatch(truncate(actual), expectedAt(now))
  }
}

function expectedTime(expected: string, truncate: ChangeTime, truncatesLast: boolean): ChangeTime {
  const offset = relativeTime(expected)
  // As in WireMock, only relative times are truncated.
  if (offset !== undefined) return (now) => (truncatesLast ? truncate(offset(now)) : offset(truncate(now)))
  const time = readDate(expected)
  if (time === undefined)
    throw new Error(`expected a date such as 2026-01-31T12:00:00Z, or now +3 days, not '${expected}'`)
  return () => time
}
