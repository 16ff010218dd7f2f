/** Control characters, and those that change the direction of the text around them. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** A text in which invisible characters can be seen: they could hide or reorder the others. */
export const visible = (text: string): string =>
  text.replace(INVISIBLE, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `\\u${code.toString(16).padStart(4, '0')}`
  })

/** The time of day, in the time zone of the browser. */
export function clock(time: string | number, hasMilliseconds = false): string {
  const date = new Date(time)
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'))
  return parts.join(':') + (hasMilliseconds ? `.${String(date.getMilliseconds()).padStart(3, '0')}` : '')
}

/** The size of a text or a body. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
  const [unit, size] = bytes < 1_000_000 ? ['KB', bytes / 1000] : ['MB', bytes / 1_000_000]
  return `${size.toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}`
}

/** @param props.status `undefined` while the request is in progress, `null` if the response was not sent */
export function StatusBadge({ status }: { status: number | null | undefined }) {
  if (status === undefined) return <span class="badge status">…</span>
  if (status === null) return <span class="badge badge-bad status">none</span>
  const kind = status >= 500 ? 'badge-bad' : status >= 400 ? 'badge-warning' : 'badge-good'
  return <span class={`badge ${kind} status`}>{status}</span>
}
