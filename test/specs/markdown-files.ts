import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import type { Test } from 'tap'
import { type MarkdownFile, markdownIn, readMarkdown } from '../support/markdown.ts'

const LONGEST_README = 250
const INDEX = 'docs/README.md'

/** Links lead to files and headings that exist, and every page is linked. */
export async function markdownFiles(t: Test): Promise<void> {
  const pages = ['README.md', ...markdownIn('docs')]
  const files = [...pages, 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownIn('specs')].map((path) => readMarkdown(path))
  t.strictSame(files.flatMap(brokenLinks), [], 'broken links')
  t.strictSame(files.flatMap(repeatedAnchors), [], 'headings whose anchors depend on their order')
  t.strictSame(files.flatMap(unnamedBlocks), [], 'code blocks without a language')
  const targets = (file: MarkdownFile) => file.links.map(({ to }) => targetOf(file, to).path)
  const listed = files.filter(({ path }) => path === INDEX).flatMap(targets)
  t.strictSame(
    pages.filter((path) => path.startsWith('docs/') && path !== INDEX && !listed.includes(path)),
    [],
    `pages that ${INDEX} does not list`
  )
  const linked = new Set(files.flatMap((file) => targets(file).filter((path) => path !== file.path)))
  t.strictSame(
    pages.filter((path) => path !== 'README.md' && !linked.has(path)),
    [],
    'pages without a link to them'
  )
  const readme = files.find(({ path }) => path === 'README.md')
  t.ok((readme?.length ?? 0) <= LONGEST_README, `README.md has at most ${LONGEST_README} lines: ${readme?.length}`)
}

/** The checks of this file find faults. */
export async function markdownFaults(t: Test): Promise<void> {
  const rows: [string, string[]][] = [
    ['[a](nothing.md)', ['test/x.md:1 nothing.md: no such file']],
    ['\n\n[a](#nothing)', ['test/x.md:3 #nothing: no such heading']],
    ['# A `b` (c)!\n\n[a](#a-b-c) [b](../CONTRIBUTING.md#the-layout) [c](../src)', []],
    ['[a](../CONTRIBUTING.md#nothing)', ['test/x.md:1 ../CONTRIBUTING.md#nothing: no such heading']],
    ['| a |\n|---|\n| [a](nothing.md) |', ['test/x.md:3 nothing.md: no such file']],
    ['<a href="nothing.md">a</a> <a id="here"></a> [b](#here)', ['test/x.md:1 nothing.md: no such file']],
    ['[a](http://[) [b](https://example.com/a#b)', ['test/x.md:1 http://[: not a URL']],
    ['![a](nothing.png)', ['test/x.md:1 nothing.png: no such file']],
    ['[a](/README.md)', ['test/x.md:1 /README.md: not a relative path']]
  ]
  for (const [source, expected] of rows) {
    t.strictSame(brokenLinks(readMarkdown('test/x.md', source)), expected, source)
  }
  t.strictSame(repeatedAnchors(readMarkdown('x.md', '# A b\n\n## a B')), ['x.md: #a-b'], 'a heading twice')
  t.strictSame(unnamedBlocks(readMarkdown('x.md', '```\na\n```\n\n    b\n')), ['x.md:1', 'x.md:5'], 'code blocks')
}

function brokenLinks(file: MarkdownFile): string[] {
  return file.links.flatMap(({ line, to }) => {
    const problem = problemWith(file, to)
    return problem === undefined ? [] : [`${file.path}:${line} ${to}: ${problem}`]
  })
}

function problemWith(file: MarkdownFile, to: string): string | undefined {
  if (/^(?:https?|mailto):/.test(to)) return URL.canParse(to) ? undefined : 'not a URL'
  if (/^(?:\/|[a-z]+:)/.test(to)) return 'not a relative path'
  const { path, anchor } = targetOf(file, to)
  if (path !== file.path && !existsSync(path)) return 'no such file'
  if (anchor === undefined) return undefined
  const target = path === file.path ? file : readMarkdown(path)
  return target.anchors.includes(anchor) ? undefined : 'no such heading'
}

function targetOf(file: MarkdownFile, to: string): { path: string; anchor: string | undefined } {
  const [path = '', anchor] = to.split('#')
  return { path: path === '' ? file.path : posix.join(posix.dirname(file.path), path), anchor }
}

const repeatedAnchors = ({ path, anchors }: MarkdownFile): string[] =>
  anchors.filter((anchor, i) => anchors.indexOf(anchor) !== i).map((anchor) => `${path}: #${anchor}`)

const unnamedBlocks = ({ path, unnamedBlocks }: MarkdownFile): string[] =>
  unnamedBlocks.map((line) => `${path}:${line}`)
