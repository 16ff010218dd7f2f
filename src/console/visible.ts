/** Control characters, and those that change the direction of the text around them. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** A text in which invisible characters can be seen, as escapes: they could hide or reorder the others. */
export const visible = (text: string): string =>
  text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The beginning of a text, in one line. */
export const visibleLine = (text: string, most = 300): string => {
  const shown = visible(text.slice(0, most)).replaceAll('\n', '↵').replaceAll('\t', '⇥')
  return text.length > most ? `${shown}…` : shown
}
