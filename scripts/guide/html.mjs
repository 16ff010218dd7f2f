// The guide: a page for each Markdown file.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkResolver } from './links.mjs'
import { addressOf, BASE, readPages } from './pages.mjs'
import { renderMarkdown } from './render.mjs'

const PARTS = { guide: 'Guide', rules: 'Rules and their evidence', changes: 'Changes' }
/** The server puts the list of the OpenAPI documents here. */
const DOCUMENTS = '<!-- documents -->'

/**
 * @param root the folder of the package
 * @returns a page of the guide in HTML; `undefined` if there is none of this name
 */
export function guidePage(root, name) {
  const { name: product, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const pages = readPages(root)
  const page = pages.find((page) => page.name === name)
  if (page === undefined) return undefined
  const resolve = linkResolver(pages, repository)
  const body = renderMarkdown(page.source, (link) => resolve(page.path, link))
  const title = page.title === product ? product : `${page.title} - ${product}`
  return htmlPage(title, navigation(pages, page), body)
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
