import { parseNestedJson } from './exact-json.ts'

const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*|\/\*.*?\*\//gs

/**
 * Parses JSON as WireMock reads its own documents: with comments, and with strings in single quotes.
 *
 * @param maxParts as for `parseNestedJson`
 * @throws SyntaxError as `parseNestedJson` does
 */
export function parseLenientJson(text: string, maxParts?: number): unknown {
  try {
    return parseNestedJson(text, maxParts)
  } catch (error) {
    const strict = strictJson(text)
    if (strict === text) throw error
    return parseNestedJson(strict, maxParts)
  }
}

/** The same text without comments and single quotes. Comments become spaces, so that the positions of errors stay right. */
export const strictJson = (text: string): string => text.replaceAll(TOKEN, strictToken)

function strictToken(token: string): string {
  if (token.startsWith('/')) return token.replaceAll(/[^\n]/g, ' ')
  const content = token.slice(1, -1).replaceAll(/\\(.)|"/gs, (source, escaped) => {
    if (escaped === "'") return "'"
    return source === '"' ? '\\"' : source
  })
  return `"${content}"`
}
