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
  const most = short ? 300 : MOST
  const shown = visible(text.slice(0, most), short)
  return <bdi>{text.length > most ? `${shown}…` : shown}</bdi>
}

/** Replaces control characters by their pictures: U+2401 shows U+0001. */
export function visible(text: string, isOneLine = false): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
  const controls = isOneLine ? /[\u0000-\u001f\u007f]/g : /[\u0000-\u0008\u000b-\u001f\u007f]/g
  return text.replace(controls, (char) =>
    char === '\u007f' ? '\u2421' : String.fromCharCode(0x2400 + char.charCodeAt(0))
  )
}
