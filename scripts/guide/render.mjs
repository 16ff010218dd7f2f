// Renders Markdown as GitHub does: the same anchors, tables and code blocks. No scripts.
import Slugger from 'github-slugger'
import MarkdownIt from 'markdown-it'

const COMMENTS = /<!--[\s\S]*?-->\n?/g

/** @param resolve where a link leads; `undefined` leaves its text */
export function renderMarkdown(source, resolve) {
  const markdown = new MarkdownIt({ html: true })
  markdown.core.ruler.push('links', ({ tokens }) => {
    for (const { children } of tokens) if (children) resolveLinks(children, resolve)
  })
  markdown.core.ruler.push('anchors', ({ tokens }) => addAnchors(tokens))
  const { rules } = markdown.renderer
  // Wide tables scroll on their own.
  rules.table_open = () => '<div class="table"><table>\n'
  rules.table_close = () => '</table></div>\n'
  rules.html_block = (tokens, i) => tokens[i].content.replaceAll(COMMENTS, '')
  rules.heading_close = (tokens, i) => `${selfLink(tokens[i - 2])}</${tokens[i].tag}>\n`
  return markdown.render(source)
}

function resolveLinks(tokens, resolve) {
  let isDropped = false
  for (const token of tokens) {
    if (token.type === 'image') token.attrSet('src', resolve(token.attrGet('src')))
    if (token.type === 'link_open') {
      const to = resolve(token.attrGet('href'))
      isDropped = to === undefined
      if (to !== undefined) token.attrSet('href', to)
    }
    if (isDropped && token.type.startsWith('link_')) {
      isDropped = token.type === 'link_open'
      Object.assign(token, { type: 'text', tag: '', nesting: 0, content: '' })
    }
  }
}

function addAnchors(tokens) {
  const slugger = new Slugger()
  for (const [i, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue
    const text = tokens[i + 1].children.filter(({ type }) => type === 'text' || type === 'code_inline')
    token.attrSet('id', slugger.slug(text.map(({ content }) => content).join('')))
  }
}

/** A link to the section itself. The title of a page gets none. */
function selfLink({ tag, attrs }) {
  if (tag === 'h1') return ''
  const [, id] = attrs.find(([name]) => name === 'id')
  return ` <a class="anchor" href="#${id}" aria-label="Link to this section">#</a>`
}
