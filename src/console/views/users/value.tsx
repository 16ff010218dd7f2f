import { visible, visibleLine } from '../../visible.ts'
import { inputText } from './fields.ts'

/** More text than this would block the page. */
const MOST = 20_000

/**
 * Shows a value. Its direction cannot change that of the text around it, and control characters are visible.
 *
 * @param props.short only the beginning, in one line
 */
export function Value({ value, short = false }: { value: unknown; short?: boolean }) {
  if (value === null || value === undefined) return <span class="no-value">{value === null ? 'null' : 'not set'}</span>
  if (value === '') return <span class="no-value">empty</span>
  const text = inputText(value)
  if (short) return <bdi>{visibleLine(text)}</bdi>
  const shown = visible(text.slice(0, MOST))
  return <bdi>{text.length > MOST ? `${shown}…` : shown}</bdi>
}
