// The files of the guide: a page for each Markdown file, and their style sheet.
import { readFileSync } from 'node:fs'
import { linkResolver } from './links.mjs'
import { addressOf, BASE, readPages } from './pages.mjs'
import { renderMarkdown } from './render.mjs'

const STYLES = new URL('guide.css', import.meta.url)
const PARTS = { guide: 'Guide', rules: 'Rules and their evidence', changes: 'Changes' }
/** The server puts the list of the OpenAPI documents here. */
const DOCUMENTS = '<!-- documents -->'

/** @returns {Map<string, string | Buffer>} their contents by path */
export function guideFiles() {
  const { name: product, repository } = JSON.parse(readFileSync('package.json', 'utf8'))
  const pages = readPages()
  const resolve = linkResolver(pages, repository)
  const files = pages.map((page) => {
    const body = renderMarkdown(page.source, (link) => resolve(page.path, link))
    const title = page.title === product ? product : `${page.title} - ${product}`
    return [`guide/${page.name}.html`, htmlPage(title, navigation(pages, page), body)]
  })
  return new Map([['guide.css', readFileSync(STYLES)], ...files])
}

function navigation(pages, current) {
  const [guide, ...others] = Object.entries(PARTS).map(([part, heading]) => {
    const items = pages.filter((page) => page.part === part).map((page) => item(page, page === current))
    return `<h2>${heading}</h2>\n<ul>\n${items.join('\n')}\n</ul>`
  })
  return [guide, DOCUMENTS, ...others].join('\n')
}

function item(page, isCurrent) {
  const title = page.name === 'start' ? 'Start' : page.title
  return `<li><a href="${addressOf(page)}"${isCurrent ? ' aria-current="page"' : ''}>${escaped(title)}</a></li>`
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const htmlPage = (title, list, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${BASE}/guide.css">
<link rel="icon" type="image/png" href="${BASE}/favicon-32x32.png">
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<nav aria-label="Pages">
${list}
</nav>
<main id="content">
${body}</main>
</body>
</html>
`
