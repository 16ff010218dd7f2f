import { readFileSync } from 'node:fs'

// What a recording must not contain, and what it does contain.

/** The texts and numbers of a value that are data, also those in JSON texts. Keys, guids and flags are none. */
export function* dataIn(value: unknown, member = ''): Generator<string> {
  if (typeof value === 'string') {
    if (member === 'guid') return
    const parsed = member === 'metadata' ? parse(value) : undefined
    if (parsed === undefined) yield value
    else yield* dataIn(parsed.value)
  } else if (typeof value === 'number') yield JSON.stringify(value)
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) yield* dataIn(item, Array.isArray(value) ? '' : name)
}

/** The data of the lists of a recording. */
export function recordedData(file: string): string[] {
  const { $mock: _, atrium, atms } = JSON.parse(readFileSync(file, 'utf8'))
  return [...dataIn([atrium?.users ?? [], atms?.users ?? [], atms?.userGroups ?? []])]
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const PART = 4

/** All parts of four characters, in lower case. Longer ones contain them. */
export function partsOf(texts: Iterable<string>): Set<string> {
  const parts = new Set<string>()
  for (const text of texts)
    for (let start = 0; start + PART <= text.length; start++) parts.add(text.toLowerCase().slice(start, start + PART))
  return parts
}

/** The parts of some originals that a recording contains: as they are, reversed, or in Base64. */
export function leaks(originals: readonly string[], recorded: readonly string[]): string[] {
  const reversed = originals.map((text) => text.split('').reverse().join(''))
  const encoded = originals.filter(({ length }) => length >= PART).map((text) => Buffer.from(text).toString('base64'))
  const parts = partsOf([...originals, ...reversed, ...encoded])
  return [...partsOf(recorded)].filter((part) => parts.has(part))
}
