// The Markdown files that the server serves as pages below /docs.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, posix } from 'node:path'

/** Where the pages are served. */
export const BASE = '/docs'
const START = 'README.md'
const CONTENTS = 'docs/README.md'
/** Addresses below BASE that are not pages of the guide. */
const RESERVED = ['api']

/**
 * @typedef {object} Page
 * @property {string} path of its Markdown file
 * @property {string} source
 * @property {string} name its path below BASE; the start page is at BASE itself
 * @property {string} title
 * @property {'guide' | 'rules' | 'changes'} part of the list of pages
 */

/** @returns {Page[]} in the order of the list of pages */
export function readPages(root) {
  const guide = markdownIn(root, 'docs').filter((path) => path !== CONTENTS)
  const contents = existsSync(join(root, CONTENTS)) ? readFileSync(join(root, CONTENTS), 'utf8') : ''
  const place = (path) => {
    const found = contents.indexOf(`](${basename(path)}`)
    return found < 0 ? contents.length : found
  }
  guide.sort((a, b) => place(a) - place(b))
  const pages = [
    read(root, START, 'start', 'guide'),
    ...guide.map((path) => read(root, path, basename(path, '.md'), 'guide')),
    ...markdownIn(root, 'specs').map((path) => read(root, path, path.replace('.md', ''), 'rules')),
    read(root, 'CHANGELOG.md', 'changelog', 'changes')
  ]
  if (contents !== '') pages.splice(1, 0, read(root, CONTENTS, 'contents', 'guide'))
  const names = [...RESERVED, ...pages.map(({ name }) => name)]
  const duplicate = names.find((name, i) => names.indexOf(name) !== i)
  if (duplicate !== undefined) throw new Error(`two pages would be served at ${BASE}/${duplicate}: rename one`)
  return pages
}

/** The address of a page. */
export const addressOf = ({ path, name }) => (path === START ? BASE : `${BASE}/${name}`)

function read(root, path, name, part) {
  const source = readFileSync(join(root, path), 'utf8')
  const [, heading = name] = /^# (.+)$/m.exec(source) ?? []
  return { path, source, name, part, title: heading.replaceAll('`', '') }
}

const markdownIn = (root, folder) =>
  (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [])
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => posix.join(folder, name))
