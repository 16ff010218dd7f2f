import { isUtf8 } from 'node:buffer'

/** The body of a message: its text where the bytes are UTF-8, byte order mark and all, and otherwise the bytes. */
export type Body = string | Buffer

const BOM = '\ufeff'

/** What decoding puts in the place of bytes that are no UTF-8. It may have been sent, too. */
const REPLACEMENT = '\ufffd'

/** Bytes as the body that they are. */
export function bodyOf(bytes: Buffer): Body {
  const text = bytes.toString('utf8')
  return text.includes(REPLACEMENT) && !isUtf8(bytes) ? bytes : text
}

/** The text of a body, without a byte order mark; `undefined` where it is not UTF-8. */
export function bodyText(body: Body): string | undefined {
  const text = typeof body === 'string' ? body : bodyOf(body)
  if (typeof text !== 'string') return undefined
  return text.startsWith(BOM) ? text.slice(1) : text
}

/** A body as text all the same: what is not UTF-8 in it becomes U+FFFD. */
export function textOf(body: Body): string {
  return typeof body === 'string' ? body : body.toString('utf8')
}
