import { readdirSync, readFileSync } from 'node:fs'
import Slugger from 'github-slugger'
import MarkdownIt from 'markdown-it'

/** What a test needs to know about a Markdown file. */
export interface MarkdownFile {
  readonly path: string
  /** The number of its lines. */
  readonly length: number
  /** Its anchors in order, as GitHub names them before it makes them unique. */
  readonly anchors: readonly string[]
  readonly links: readonly { readonly line: number; readonly to: string }[]
  /** The lines of code blocks without a language. */
  readonly unnamedBlocks: readonly number[]
}

const ID = /<\w+[^>]*?\s(?:id|name)="([^"]+)"/g
const HREF = /<\w+[^>]*?\s(?:href|src)="([^"]+)"/g

/** Reads a Markdown file. */
export function readMarkdown(path: string, source = readFileSync(path, 'utf8')): MarkdownFile {
  const file = {
    path,
    length: source.replace(/\n$/, '').split('\n').length,
    anchors: [] as string[],
    links: [] as { line: number; to: string }[],
    unnamedBlocks: [] as number[]
  }
  let isHeading = false
  let line = 1
  for (const token of new MarkdownIt({ html: true }).parse(source, {})) {
    line = (token.map?.[0] ?? line - 1) + 1
    if (token.type === 'code_block' || (token.type === 'fence' && token.info.trim() === ''))
      file.unnamedBlocks.push(line)
    if (isHeading) file.anchors.push(new Slugger().slug(textOf(token.children ?? [])))
    isHeading = token.type === 'heading_open'
    for (const part of [token, ...(token.children ?? [])]) {
      const to = part.attrGet('href') ?? part.attrGet('src')
      if (to !== null) file.links.push({ line, to: decodeURI(String(to)) })
      if (part.type !== 'html_block' && part.type !== 'html_inline') continue
      for (const [, id = ''] of part.content.matchAll(ID)) file.anchors.push(id)
      for (const [, href = ''] of part.content.matchAll(HREF)) file.links.push({ line, to: href })
    }
  }
  return file
}

/** The Markdown files of a folder. */
export const markdownIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `${folder}/${name}`)

const textOf = (children: readonly { type: string; content: string }[]): string =>
  children
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('')
