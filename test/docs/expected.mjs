// Compares what a block printed with the output that the page shows: `…` stands for any text.

/** Whether an output is the expected one. Blanks at the ends of lines do not count. */
export function matches(output, expected) {
  const parts = trimmed(expected).split('…').map(escaped)
  return new RegExp(`^${parts.join('[\\s\\S]*?')}$`).test(trimmed(output))
}

const trimmed = (text) => text.replaceAll(/[ \t]+$/gm, '').replaceAll(/^\n+|\n+$/g, '')
const escaped = (text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
