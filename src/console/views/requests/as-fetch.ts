import type { Sendable } from './as-sent.ts'
import { textOf } from './body-bytes.ts'

/** A request as JavaScript. */
export function fetchOf({ method, url, headers, base64 }: Sendable): string {
  const names = headers.map(([name]) => name.toLowerCase())
  const hasRepeated = new Set(names).size < names.length
  const pairs = headers.map(([name, value]) => [JSON.stringify(name), JSON.stringify(value)] as const)
  const lines = pairs.map(([name, value]) => (hasRepeated ? `    [${name}, ${value}]` : `    ${name}: ${value}`))
  const [open, close] = hasRepeated ? ['[', ']'] : ['{', '}']
  // fetch allows no body here.
  const hasBody = base64 !== '' && !/^(?:GET|HEAD)$/.test(method)
  const members = [
    `  method: ${JSON.stringify(method)}`,
    ...(lines.length > 0 ? [`  headers: ${open}\n${lines.join(',\n')}\n  ${close}`] : []),
    ...(hasBody ? [`  body: ${bodyOf(base64)}`] : [])
  ]
  return `const response = await fetch(${JSON.stringify(url)}, {\n${members.join(',\n')}\n})`
}

function bodyOf(base64: string): string {
  const text = textOf(base64)
  return text === undefined
    ? `Uint8Array.from(atob('${base64}'), (character) => character.charCodeAt(0))`
    : JSON.stringify(text)
}
