/** In characters. */
const CHUNK = 64 * 1024

/** The text of `JSON.stringify` in parts of about 64 KiB, so that a long text is never whole in memory. */
export function* jsonParts(value: unknown): Generator<string> {
  let chunk = ''
  for (const part of pieces(value)) {
    chunk += part
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

/** An element of a list is one piece. */
function* pieces(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    yield '['
    for (const [i, item] of value.entries()) yield `${i > 0 ? ',' : ''}${JSON.stringify(item) ?? 'null'}`
    yield ']'
  } else if (value instanceof Object && !('toJSON' in value)) {
    let separator = '{'
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue
      yield `${separator}${JSON.stringify(name)}:`
      yield* pieces(member)
      separator = ','
    }
    yield separator === '{' ? '{}' : '}'
  } else yield JSON.stringify(value)
}
