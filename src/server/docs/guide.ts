import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../common/version.ts'
import { type DocsPage, escaped, type PublishedDocument } from './page.ts'

/** The build renders the guide here. */
const FOLDER = join(packageRoot, 'dist/docs/guide')
const NAME = /^[\w-]+(?:\/[\w-]+)?$/
/** Where the pages have the list of the OpenAPI documents. */
const DOCUMENTS = '<!-- documents -->'
const LINK = /(?<=href=")(?=\/docs)/g

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

/**
 * A page of the guide; `undefined` if there is none of this name.
 *
 * @param prefix what precedes `/docs` in the address of the page: links keep the sandbox
 */
export async function guidePage(
  name: string,
  documents: readonly PublishedDocument[],
  prefix: string
): Promise<DocsPage | undefined> {
  const path = join(FOLDER, `${name}.html`)
  if (!NAME.test(name) || !existsSync(path)) return undefined
  const page = await readFile(path, 'utf8')
  const html = page.replace(DOCUMENTS, () => listOf(documents)).replaceAll(LINK, () => prefix)
  return { html, contentSecurityPolicy: POLICY }
}

/** The list of the pages that show a document each. */
function listOf(documents: readonly PublishedDocument[]): string {
  const items = documents.map(
    ({ name }) => `<li><a href="/docs/api?urls.primaryName=${encodeURIComponent(name)}">${escaped(name)}</a></li>`
  )
  return `<h2>OpenAPI: try requests</h2>\n<ul>\n${items.join('\n')}\n</ul>`
}
