/** WireMock's parser has the same limit. Recursion over deeper JSON would overflow the stack. */
const MAX_DEPTH = 1000

/**
 * Parses JSON of limited depth.
 *
 * @param maxParts how many lists, objects, elements and members it may have: they take time, text takes little
 * @throws SyntaxError for invalid JSON, and for JSON that is nested too deeply or has too many parts
 */
export function parseNestedJson(text: string, maxParts = Number.POSITIVE_INFINITY): unknown {
  const { depth, parts } = sizeOf(text)
  if (depth > MAX_DEPTH) throw new SyntaxError(`nested deeper than ${MAX_DEPTH} levels`)
  if (parts > maxParts)
    throw new SyntaxError(`more than ${maxParts} values: send fewer, or a long jsonBody as the text of body`)
  return JSON.parse(text)
}

/** The largest number of brackets that are open at once, and the number of brackets and commas, outside of strings. */
function sizeOf(text: string): { depth: number; parts: number } {
  let depth = 0
  let maxDepth = 0
  let parts = 0
  let isInString = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '"') isInString = !isInString
    else if (isInString) i += character === '\\' ? 1 : 0
    else if (character === ',') parts++
    else if (character === '[' || character === '{') {
      parts++
      maxDepth = Math.max(maxDepth, ++depth)
    } else if (character === ']' || character === '}') depth--
  }
  return { depth: maxDepth, parts }
}
