import { counted } from '../../counts.ts'

/** The time of day, in the time zone of the browser. */
export function clock(time: string | number, hasMilliseconds = false): string {
  const date = new Date(time)
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'))
  return parts.join(':') + (hasMilliseconds ? `.${String(date.getMilliseconds()).padStart(3, '0')}` : '')
}

/** The size of a text or a body. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte')
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
