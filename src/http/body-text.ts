import { isUtf8 } from 'node:buffer'

/** The body of a message: a string if it is UTF-8 (including any byte order mark), otherwise the bytes. */
export type Body = string | Buffer

const BOM = '\ufeff'

/** Decoding replaces invalid UTF-8 with this character, but a client may also have sent it. */
const REPLACEMENT = '\ufffd'

/** Decodes a body if it is UTF-8. */
export function bodyOf(bytes: Buffer): Body {
  const text = bytes.toString('utf8')
  return text.includes(REPLACEMENT) && !isUtf8(bytes) ? bytes : text
}

/** The text of a body, without a byte order mark; `undefined` if it is not UTF-8. */
export function bodyText(body: Body): string | undefined {
  const text = typeof body === 'string' ? body : bodyOf(body)
  return typeof text === 'string' ? withoutBom(text) : undefined
}

export const withoutBom = (text: string): string => (text.startsWith(BOM) ? text.slice(1) : text)

/** A body as text; invalid UTF-8 becomes U+FFFD. */
export function textOf(body: Body): string {
  return typeof body === 'string' ? body : body.toString('utf8')
}
