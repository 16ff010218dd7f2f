/** In characters: the regular expressions of a pattern with repetitions expanded, its operators and schemas. Compiling this many takes about 50 ms. */
const MAX_LENGTH = 100_000

/** What an operator, and a keyword of a JSON Schema, count for in the length of a pattern. */
export const CHARACTERS_PER_OPERATOR = 20
export const CHARACTERS_PER_KEYWORD = 8

/** A pattern whose parts take too long to compile together. */
export class PatternTooLong extends Error {}

/** Bounds the time that one pattern takes to compile, and counts the memory that it takes. */
export class CompileBudget {
  #left = MAX_LENGTH
  /** About how much memory the compiled parts take once they are used, in bytes. */
  bytes = 0

  /** @throws PatternTooLong */
  spend(length: number): void {
    this.#left -= length
    if (this.#left >= 0) return
    throw new PatternTooLong(
      `the pattern exceeds the limit of ${MAX_LENGTH} characters (its regular expressions with repetitions expanded, plus ${CHARACTERS_PER_OPERATOR} for each operator and ${CHARACTERS_PER_KEYWORD} for each keyword of a JSON Schema): use fewer of them`
    )
  }
}
