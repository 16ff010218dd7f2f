/** A number with separators. */
export const numberText = (count: number): string => count.toLocaleString('en')

/** `1 stub`, `2 stubs`. */
export const counted = (count: number, noun: string): string => `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`

/** `7`, or `1 of 7` if a filter hides some. */
export const partOf = (shown: number, total: number): string =>
  shown === total ? numberText(total) : `${numberText(shown)} of ${numberText(total)}`
