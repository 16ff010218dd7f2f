/** A sentence in Markdown: its code spans are the only syntax. */
export const Markdown = ({ text }: { text: string }) => (
  // Every second part is between backticks.
  <>{text.split('`').map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</>
)
