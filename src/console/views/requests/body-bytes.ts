/** A body that is no text: it has a NUL, or bytes that are not UTF-8. */
export const isBinary = (text: string): boolean => text.includes('\0') || text.includes('\ufffd')

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

/** The text of a body in UTF-8; `undefined` if it is something else. */
export function textOf(base64: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(base64))
  } catch {
    return undefined
  }
}

const SHOWN_BYTES = 1024
const LINE = 16

/** The first bytes in hexadecimal, and as ASCII. */
export function hexDump(base64: string): string {
  const bytes = bytesOf(base64.slice(0, (SHOWN_BYTES / 3) * 4 + 4))
  const lines = []
  for (let start = 0; start < Math.min(bytes.length, SHOWN_BYTES); start += LINE) {
    const line = [...bytes.subarray(start, start + LINE)]
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const ascii = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${start.toString(16).padStart(4, '0')}  ${hex.padEnd(LINE * 3)} ${ascii}`)
  }
  return lines.join('\n') + (bytes.length > SHOWN_BYTES ? '\n…' : '')
}
