/** A part of this many characters, or more, gives a value away. */
const PART = 4

/** Whether two texts have a part of four characters in common, in any case, or if one of them is reversed. */
export function havePartInCommon(short: string, long: string): boolean {
  const where = long.toLowerCase()
  const parts = short.toLowerCase()
  for (let start = 0; start + PART <= parts.length; start++) {
    const part = parts.slice(start, start + PART)
    if (where.includes(part) || where.includes(reversed(part))) return true
  }
  return false
}

const reversed = (part: string): string => part.split('').reverse().join('')
