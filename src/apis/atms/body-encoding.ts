import type { Body } from '../../http/body-text.ts'

const BYTE_ORDER_MARKS = [
  { encoding: 'utf-8', mark: '\xef\xbb\xbf' },
  { encoding: 'utf-16le', mark: '\xff\xfe' },
  { encoding: 'utf-16be', mark: '\xfe\xff' }
]
const UTF_16 = /;\s*charset\s*=\s*"?utf-16"?\s*(?:;|$)/i

/**
 * Decodes a body as ASP.NET Web API does: a byte order mark decides, then `charset=utf-16`; everything else is UTF-8.
 *
 * @returns the text, without a byte order mark; `undefined` if the bytes are not valid in that encoding
 */
export function decodeBody(body: Body, contentType: string): string | undefined {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const start = bytes.toString('latin1', 0, 3)
  // rule: atms.bodies.encoding
  const marked = BYTE_ORDER_MARKS.find(({ mark }) => start.startsWith(mark))
  const encoding = marked?.encoding ?? (UTF_16.test(contentType) ? 'utf-16le' : 'utf-8')
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
