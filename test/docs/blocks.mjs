// The fenced blocks of a page, with the directives in the HTML comments before them.
import MarkdownIt from 'markdown-it'

const markdown = new MarkdownIt({ html: true })
const DIRECTIVE = /<!--\s*(server|background|needs|skip|file)(?::\s*(.*?))?\s*-->/g
/** The first line of a block that is written to a file. */
const FILE_NAMES = [
  [/^\/\/ ([\w./@-]+\.\w+)$/, ['js', 'ts', 'jsonc']],
  [/^# ([\w./@-]+\.\w+)$/, ['python', 'yaml', 'csv']]
]
const SYNONYMS = { bash: 'sh', javascript: 'js', mjs: 'js', typescript: 'ts', py: 'python', yml: 'yaml' }

/**
 * @typedef {object} Block
 * @property {string} language
 * @property {string} text
 * @property {number} line of its first line in the page
 * @property {Record<string, string>} directives those of the comments before it; a comment without a value is ''
 * @property {string | undefined} file where it is written to
 * @property {boolean} follows whether it comes directly after another block
 */

/** @returns {{ server: string, blocks: Block[] }} the blocks, and the options of the page's server */
export function readPage(source) {
  const tokens = markdown.parse(source, {})
  const server = directivesIn(source)['server'] ?? '--ephemeral'
  const blocks = tokens.flatMap((token, i) => {
    if (token.type !== 'fence') return []
    const [word = ''] = token.info.trim().split(/\s+/)
    const language = SYNONYMS[word] ?? word
    const directives = directivesIn(commentsBefore(tokens, i))
    const file = directives['file'] ?? fileNameIn(language, token.content)
    const follows = tokens[i - 1]?.type === 'fence'
    return [{ language, text: token.content, line: token.map[0] + 1, directives, file, follows }]
  })
  return { server, blocks }
}

const directivesIn = (text) =>
  Object.fromEntries([...text.matchAll(DIRECTIVE)].map(([, name, value = '']) => [name, value]))

function commentsBefore(tokens, index) {
  let first = index
  while (tokens[first - 1]?.type === 'html_block') first--
  return tokens
    .slice(first, index)
    .map(({ content }) => content)
    .join('')
}

function fileNameIn(language, text) {
  const [line] = text.split('\n')
  for (const [pattern, languages] of FILE_NAMES) {
    const name = languages.includes(language) ? pattern.exec(line)?.[1] : undefined
    if (name !== undefined) return name
  }
  return undefined
}
