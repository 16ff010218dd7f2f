import fc from 'fast-check'

const insertion = fc.constantFrom(
  '',
  '{',
  '}',
  '},',
  '[',
  ']',
  '],',
  ',',
  '"more": {',
  '"users": [',
  '"users": [],',
  '"users": [{"guid":"USR-00000000-0000-0000-0000-0000000000ff"}],',
  '"atrium": {"credentials":[],"users":[]},',
  '"$mock": {"issued":3},',
  '"$mock": {',
  '"issued": 4',
  '"__proto__": {',
  '"__proto__": 1,',
  '"$schema" : "x",',
  '"tokens":["a","b"],',
  '"t"',
  'nonsense'
)
const affix = fc.constantFrom(',', ' ', '\t', '\r', '\u00a0', '\ufeff', '\v', '[', ']', '{', '}', '"', '\ufffd')

const edit = fc.oneof(
  fc.record({ what: fc.constant('insert' as const), at: fc.nat(), text: insertion }),
  fc.record({ what: fc.constant('prefix' as const), at: fc.nat(), text: affix }),
  fc.record({ what: fc.constant('suffix' as const), at: fc.nat(), text: affix }),
  fc.record({ what: fc.constant('drop last' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('delete' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('repeat' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('join' as const), at: fc.nat() })
)
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

/** Random edits of the lines of a file. */
export const lineEdits = fc.array(edit, { maxLength: 3 })

export function edited(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n')
  for (const change of edits) {
    const at = change.at % (lines.length || 1)
    const line = lines[at] ?? ''
    if (change.what === 'insert') lines.splice(at, 0, change.text)
    else if (change.what === 'prefix') lines[at] = change.text + line
    else if (change.what === 'suffix') lines[at] = line + change.text
    else if (change.what === 'drop last') lines[at] = line.slice(0, -1)
    else if (change.what === 'delete') lines.splice(at, 1)
    else if (change.what === 'repeat') lines.splice(at, 0, line)
    else lines.splice(at, 2, line + (lines[at + 1] ?? ''))
  }
  return lines.join('\n')
}
