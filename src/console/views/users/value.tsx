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

/** Shows control characters, and those that change the direction of text, as escapes: `\u0007`. */
export function visible(text: string, isOneLine = false): string {
  const shown = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
  return isOneLine ? shown.replaceAll('\n', '↵').replaceAll('\t', '⇥') : shown
}
