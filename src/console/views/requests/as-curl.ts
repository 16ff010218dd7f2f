import { curlCommand } from '../../curl.ts'
import { quoted } from '../../shell-quote.ts'
import type { Sendable } from './as-sent.ts'
import { textOf } from './body-bytes.ts'

/** In characters: a word of a command cannot be much longer than 100 KB, and nobody wants to paste so much. */
const LONGEST_WORD = 20_000
const BASE64_LINE = 76

/** A request as a command for a POSIX shell, which sends the same bytes. */
export function curlOf({ method, url, headers, base64 }: Sendable): string {
  const isHead = method === 'HEAD'
  const hasBody = base64 !== '' && !isHead
  const text = hasBody ? textOf(base64) : undefined
  const isWord = text !== undefined && text.length <= LONGEST_WORD && !/(?![\t\n])\p{Cc}/u.test(text)
  const body = !hasBody ? [] : [isWord ? `--data-raw ${quoted(text)}` : '--data-binary @-']
  const words = [
    ...headers.map(([name, value]) => `-H ${headerWord(name, value)}`),
    ...unsent(headers, hasBody).map((name) => `-H '${name}:'`),
    ...body
  ]
  const command = curlCommand({ options: isHead ? '-sS -I' : '-sS', method, url, hasBody, words })
  if (!hasBody || isWord) return command
  const lines = base64.match(new RegExp(`.{1,${BASE64_LINE}}`, 'g')) ?? []
  return `base64 -d <<'END' | ${command}\n${lines.join('\n')}\nEND`
}

/** Headers that curl would add. */
function unsent(headers: Sendable['headers'], hasBody: boolean): string[] {
  const names = headers.map(([name]) => name.toLowerCase())
  const added = ['Accept', 'User-Agent', ...(hasBody ? ['Content-Type'] : [])]
  return added.filter((name) => !names.includes(name.toLowerCase()))
}

/** Each character of a header is one byte, which need not be part of UTF-8. curl sends an empty value if `;` follows the name. */
function headerWord(name: string, value: string): string {
  if (value === '') return quoted(`${name};`)
  const header = `${name}: ${value}`
  if (/^[\x20-\x7e]*$/.test(header)) return quoted(header)
  const escaped = header.replace(/[^\x20-\x24\x26-\x7e]|[\\']/g, (character) => {
    if (character === '%') return '%%'
    return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
  return `"$(printf '${escaped}')"`
}
