/** WireMock's parser has the same limit. Recursion over deeper JSON would overflow the stack. */
const MAX_DEPTH = 1000

/**
 * Parses JSON of limited depth.
 *
 * @throws SyntaxError for invalid JSON, and for JSON that is nested too deeply
 */
export function parseNestedJson(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH) throw new SyntaxError(`nested deeper than ${MAX_DEPTH} levels`)
  return JSON.parse(text)
}

/** The largest number of brackets that are open at once, outside of strings. */
function depthOf(text: string): number {
  let depth = 0
  let maxDepth = 0
  let isInString = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '"') isInString = !isInString
    else if (isInString) i += character === '\\' ? 1 : 0
    else if (character === '[' || character === '{') maxDepth = Math.max(maxDepth, ++depth)
    else if (character === ']' || character === '}') depth--
  }
  return maxDepth
}
