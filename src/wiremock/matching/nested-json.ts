/** JSON that is nested deeper is none here, as in WireMock, whose parser stops there too: what follows its levels would run out of stack. */
const DEEPEST = 1000

/**
 * Reads JSON of a depth that can be handled.
 *
 * @throws SyntaxError for what is no JSON, or is nested too deeply
 */
export function parseNestedJson(text: string): unknown {
  if (depthOf(text) > DEEPEST) throw new SyntaxError(`at most ${DEEPEST} levels may be nested`)
  return JSON.parse(text)
}

/** How many brackets are open at once, outside of strings. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let isInString = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '"') isInString = !isInString
    else if (isInString) i += character === '\\' ? 1 : 0
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth)
    else if (character === ']' || character === '}') depth--
  }
  return deepest
}
