import type { Test } from 'tap'
import type { MockOptions } from '../../src/index.ts'
import { completePage } from '../../src/server/docs/guide.ts'
import { markdownIn, readMarkdown } from '../support/markdown.ts'
import { mockFor } from '../support/mock.ts'

/** The pages of the guide, and everything that they link to. */
export async function guide(t: Test): Promise<void> {
  t.test('every link of a page works', async (t) => {
    const { url } = await mockFor(t)
    const site = await crawl(`${url}/docs`)
    t.strictSame(site.problems, [], 'broken links')
    t.strictSame(
      [...site.pages.keys()].toSorted(),
      expectedPages().map((page) => `${url}${page}`),
      'a page for each Markdown file, and one for the OpenAPI documents'
    )
    for (const [address, { text, policy }] of site.pages) {
      if (address.endsWith('/docs/api')) continue
      t.match(policy, /^default-src 'none'; style-src 'self'; img-src 'self';/, `${address}: policy`)
      t.notMatch(text, /<script|<style|\sstyle=|\son\w+=/, `${address}: no scripts, no inline styles`)
      t.equal(text.match(/aria-current="page"/g)?.length, 1, `${address}: its place in the list`)
    }
  })

  t.test('links of a page in a sandbox lead to the same sandbox', async (t) => {
    const { url } = await mockFor(t)
    for (const page of ['', '/changelog']) {
      const text = await (await fetch(`${url}/sandboxes/w1/docs${page}`)).text()
      t.match(text, '<link rel="stylesheet" href="/sandboxes/w1/docs/guide.css">', `style sheet of docs${page}`)
      t.match(text, '<a href="/sandboxes/w1/docs/specs/atrium">', `a link of docs${page}`)
      t.notMatch(text, 'href="/docs', `other links of docs${page}`)
    }
  })

  t.test('pictures are served, and nothing else of their folder', async (t) => {
    const { url } = await mockFor(t)
    const page = await (await fetch(`${url}/sandboxes/w1/docs/console`)).text()
    const [, path = ''] = /<img src="(.*?)"/.exec(page) ?? []
    t.match(path, /^\/sandboxes\/w1\/docs\/images\//, 'in the same sandbox')
    const { status, headers } = await fetch(url + path)
    t.strictSame([status, headers.get('content-type')], [200, 'image/webp'], 'a picture')
    for (const name of ['none.webp', '..%2fconsole.md', '%2e%2e/contents.md']) {
      t.equal((await fetch(`${url}/docs/images/${name}`)).status, 404, name)
    }
  })

  t.test('anchors are the same as on GitHub', async (t) => {
    const { url } = await mockFor(t)
    for (const [path, page] of [
      ['specs/atrium.md', 'specs/atrium'],
      ['README.md', '']
    ] as const) {
      const text = await (await fetch(`${url}/docs/${page}`)).text()
      const ids = [...text.matchAll(/<h\d id="([^"]+)"/g)].map(([, id]) => id)
      t.strictSame(ids, readMarkdown(path).anchors, path)
    }
  })

  for (const [options, documents] of [
    [{ adminToken: 'secret' }, ['Atrium', 'ATMS', 'Control%20API']],
    [{ noAdmin: true }, ['Atrium', 'ATMS']]
  ] satisfies [MockOptions, string[]][]) {
    t.test(`the documents in the list with ${JSON.stringify(options)}`, async (t) => {
      const { url } = await mockFor(t, options)
      const text = await (await fetch(`${url}/docs`)).text()
      t.strictSame(text.match(/(?<=\?urls\.primaryName=)[^"]+/g), documents, 'documents')
    })
  }

  t.test('a link to a file that is not served leads to the repository or becomes text', unservedFiles)

  t.test('links to documents that are not served', async (t) => {
    const page = '<a href="/docs/a.json">A</a> <a href="/docs/b-3.0.json"><code>B</code></a> <a href="/docs/x#y">C</a>'
    t.equal(
      completePage(page, { documents: [], files: ['a.json'], prefix: '/sandboxes/w1' }),
      '<a href="/sandboxes/w1/docs/a.json">A</a> <code>B</code> <a href="/sandboxes/w1/docs/x#y">C</a>',
      'become text'
    )
  })
}

async function unservedFiles(t: Test): Promise<void> {
  const { linkResolver } = await import(String(new URL('../../scripts/guide/links.mjs', import.meta.url)))
  const { renderMarkdown } = await import(String(new URL('../../scripts/guide/render.mjs', import.meta.url)))
  const pages = ['README.md', 'docs/a.md', 'specs/b.md'].map((path) => ({ path, name: path.slice(0, -3) }))
  const repository = { url: 'git+https://github.com/o/r.git' }
  const rows: [link: string, alone: string | undefined, withRepository?: string][] = [
    ['#x', '#x'],
    ['https://example.com/a.md', 'https://example.com/a.md'],
    ['http://localhost:3000/docs', undefined],
    ['../README.md', '/docs'],
    ['a.md#x', '/docs/docs/a#x'],
    ['../specs/b.md#x', '/docs/specs/b#x'],
    ['../specs/atms-3.0.json', '/docs/atms-3.0.json'],
    ['images/console-history.webp', '/docs/images/console-history.webp'],
    ['../examples', undefined, 'https://github.com/o/r/blob/HEAD/examples']
  ]
  for (const [link, alone, withRepository = alone] of rows) {
    t.equal(linkResolver(pages)('docs/c.md', link), alone, link)
    t.equal(linkResolver(pages, repository)('docs/c.md', link), withRepository, `${link} with a repository`)
  }
  const resolve = (link: string) => (link === 'a' ? undefined : link)
  t.equal(
    renderMarkdown('<!-- skip: x -->\n[one `two`](a) and [three](b) ![four](c)\n', resolve),
    '<p>one <code>two</code> and <a href="b">three</a> <img src="c" alt="four"></p>\n',
    'a broken link becomes text, and comments are left out'
  )
}

const expectedPages = (): string[] => {
  const names = [...markdownIn('docs'), ...markdownIn('specs'), 'CHANGELOG.md'].map((path) =>
    path
      .replace('docs/README.md', 'contents')
      .replace(/^docs\//, '')
      .replace('.md', '')
      .replace('CHANGELOG', 'changelog')
  )
  return ['/docs', '/docs/api', ...names.map((name) => `/docs/${name}`)].toSorted()
}

interface LoadedPage {
  readonly text: string
  readonly policy: string
  readonly isHtml: boolean
}

interface Site {
  readonly pages: Map<string, LoadedPage>
  readonly problems: string[]
}

/** Follows all links from a page to other pages of the server. */
async function crawl(start: string): Promise<Site> {
  const { origin } = new URL(start)
  const pages = new Map<string, LoadedPage>()
  const links = [{ from: 'the start', to: start }]
  const seen = new Set<string>()
  const problems: string[] = []
  for (const { from, to } of links) {
    const { origin: server, pathname, hash, href } = new URL(to)
    if (server !== origin || seen.has(href)) continue
    seen.add(href)
    const address = `${origin}${pathname.replace(/\/$/, '')}`
    const page = pages.get(address) ?? (await load(address))
    if (page === undefined) problems.push(`${from}: ${to}`)
    if (page === undefined || !page.isHtml) continue
    const isNew = !pages.has(address)
    pages.set(address, page)
    if (hash !== '' && !page.text.includes(`id="${decodeURI(hash.slice(1))}"`)) problems.push(`${from}: ${to}`)
    if (!isNew) continue
    for (const [, link = ''] of page.text.matchAll(/(?:href|src)="([^"]+)"/g)) {
      links.push({ from: address, to: new URL(link.replaceAll('&amp;', '&'), address).href })
    }
  }
  return { pages, problems }
}

async function load(address: string): Promise<LoadedPage | undefined> {
  const response = await fetch(address)
  const text = await response.text()
  if (response.status !== 200) return undefined
  const isHtml = response.headers.get('content-type')?.startsWith('text/html') === true
  return { text, policy: response.headers.get('content-security-policy') ?? '', isHtml }
}
