import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { packageRoot } from '../../common/version.ts'
import { addressOf, type DocsPage, escaped, type PublishedDocument } from './page.ts'

/** A part of the build, which contains a library for Markdown. */
const RENDERER = join(packageRoot, 'dist/guide.cjs')
const load = createRequire(import.meta.url)
/** The placeholder for the list of the OpenAPI documents. */
const DOCUMENTS = '<!-- documents -->'
const LINK_TO_FILE = /<a href="\/docs\/([\w-]+(?:\.[\w-]+)?\.(?:json|yaml))">(.*?)<\/a>/g
const LINK = /(?<=(?:href|src)=")(?=\/docs)/g

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

/** The data of a server that the pages show. */
export interface Served {
  /** The documents in the list. */
  readonly documents: readonly PublishedDocument[]
  /** All files of documents. */
  readonly files: readonly string[]
  /** The part of the path before `/docs`, so that links keep the sandbox. */
  readonly prefix: string
}

/** A page of the guide; `undefined` if there is none of this name. */
export async function guidePage(name: string, served: Served): Promise<DocsPage | undefined> {
  // A checkout has none before its first build.
  if (!existsSync(RENDERER)) return undefined
  const renderer: { guidePage(root: string, name: string): string | undefined } = load(RENDERER)
  const page = renderer.guidePage(packageRoot, name)
  return page === undefined ? undefined : { html: completePage(page, served), contentSecurityPolicy: POLICY }
}

/** Adds the list of documents to a page, and adapts its links. A link to a document that is not served becomes text. */
export const completePage = (page: string, { documents, files, prefix }: Served): string =>
  page
    .replace(DOCUMENTS, () => listOf(documents))
    .replaceAll(LINK_TO_FILE, (link, file: string, text: string) => (files.includes(file) ? link : text))
    .replaceAll(LINK, () => prefix)

/** The list of the pages that show a document each. */
function listOf(documents: readonly PublishedDocument[]): string {
  const items = documents.map(({ name }) => `<li><a href="/docs/api${addressOf(name)}">${escaped(name)}</a></li>`)
  return `<h2>OpenAPI: try requests</h2>\n<ul>\n${items.join('\n')}\n</ul>`
}
