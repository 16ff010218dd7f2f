/** Texts, empty values, punctuation and white space of JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{[]\s*[}\]]|[{}[\],:]|\s+/g

/** Formats JSON without changing its numbers, however long; any other text stays as it is. */
export function formatted(text: string): string {
  try {
    JSON.parse(text)
  } catch {
    return text
  }
  let indent = '\n'
  return text.replace(TOKEN, (token) => {
    if (token === '{' || token === '[') {
      indent += '  '
      return token + indent
    }
    if (token === '}' || token === ']') {
      indent = indent.slice(0, -2)
      return indent + token
    }
    if (token === ',') return token + indent
    if (token === ':') return ': '
    return token.startsWith('"') ? token : token.replace(/\s+/g, '')
  })
}
