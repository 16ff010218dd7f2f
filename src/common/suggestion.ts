import { distance } from 'fastest-levenshtein'

/** A shared prefix, as in `--host` and `--port`, must not make names similar. */
const PREFIX = /^(?:--|MOCK_)/

/**
 * A hint for a misspelled name: ` (did you mean 'port'?)`. Empty unless a known name is close: at most a third of its letters
 * may differ.
 */
export function suggestion(unknown: string, known: readonly string[]): string {
  const [best] = known
    .map((name) => ({ name, typos: typosBetween(unknown.replace(PREFIX, ''), name.replace(PREFIX, '')) }))
    .filter(({ typos }) => Number.isFinite(typos))
    .sort((a, b) => a.typos - b.typos)
  return best === undefined ? '' : ` (did you mean '${best.name}'?)`
}

/** The edit distance, with two swapped letters counted as one typo; infinite for names that are not close. */
function typosBetween(one: string, other: string): number {
  // A cheap lower bound: at least the difference in length.
  if (isFar(Math.abs(one.length - other.length), one, other)) return Number.POSITIVE_INFINITY
  const edits = distance(one, other)
  const typos = edits === 2 && lettersOf(one) === lettersOf(other) ? 1 : edits
  return isFar(typos, one, other) ? Number.POSITIVE_INFINITY : typos
}

const isFar = (typos: number, one: string, other: string): boolean => typos * 3 > Math.max(one.length, other.length)

const lettersOf = (text: string): string => [...text].sort().join('')

/** What to use instead of an unknown name, after `use `: `POST`, or `one of GET, HEAD`. */
export const oneOf = (names: readonly string[]): string => `${names.length > 1 ? 'one of ' : ''}${names.join(', ')}`
