import { visit } from 'jsonc-parser'

/** The first name that a member of a JSON object has twice: `JSON.parse` keeps only the last. @param text valid JSON */
export function duplicateMember(text: string, member: string): string | undefined {
  const seen = new Set<string>()
  let duplicate: string | undefined
  visit(text, {
    onObjectProperty(name, _offset, _length, _line, _character, path) {
      const [parent, ...others] = path()
      if (parent !== member || others.length > 0) return
      if (seen.has(name)) duplicate ??= name
      seen.add(name)
    }
  })
  return duplicate
}
