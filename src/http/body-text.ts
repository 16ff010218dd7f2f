import { isUtf8 } from 'node:buffer'

const BOM = '\ufeff'

/** The text of a body in UTF-8, without a byte order mark; `undefined` where the bytes are not UTF-8. */
export function bodyText(body: Buffer): string | undefined {
  if (!isUtf8(body)) return undefined
  const text = body.toString('utf8')
  return text.startsWith(BOM) ? text.slice(1) : text
}
