/** Up to this length of the part, `indexOf` is fast enough. For longer parts, its worst case is the product of both lengths. */
const MAX_NATIVE = 32

/**
 * Like `text.indexOf(part, from)`, but in linear time, also for long repetitive texts.
 *
 * @returns -1 if the text does not contain the part
 */
export function findText(text: string, part: string, from = 0): number {
  if (part.length <= MAX_NATIVE || text.length - from <= part.length) return text.indexOf(part, from)
  const borders = bordersOf(part)
  let matched = 0
  for (let i = from; i < text.length; i++) {
    const character = text.charCodeAt(i)
    while (matched > 0 && part.charCodeAt(matched) !== character) matched = borders[matched - 1] as number
    if (part.charCodeAt(matched) === character) matched++
    if (matched === part.length) return i + 1 - matched
  }
  return -1
}

/** The maximum number of steps, of 20 ns each, to find a part in a text. */
export const stepsToFind = (text: string, part: string): number =>
  part.length <= MAX_NATIVE ? text.length / 4 : (text.length + part.length) * 0.75

/** Like `text.split(part)`, in linear time. */
export function splitText(text: string, part: string): string[] {
  if (part.length <= MAX_NATIVE) return text.split(part)
  const parts: string[] = []
  let start = 0
  for (let at = findText(text, part); at >= 0; at = findText(text, part, start)) {
    parts.push(text.slice(start, at))
    start = at + part.length
  }
  return [...parts, text.slice(start)]
}

/** For each prefix of a text, how many characters at its end are also its beginning (Knuth, Morris and Pratt). */
function bordersOf(text: string): Uint32Array {
  const borders = new Uint32Array(text.length)
  let length = 0
  for (let i = 1; i < text.length; i++) {
    while (length > 0 && text.charCodeAt(i) !== text.charCodeAt(length)) length = borders[length - 1] as number
    if (text.charCodeAt(i) === text.charCodeAt(length)) length++
    borders[i] = length
  }
  return borders
}
