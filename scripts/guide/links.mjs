// Where a link in a Markdown file leads when the file is served as a page.
import { posix } from 'node:path'
import { addressOf, BASE } from './pages.mjs'

const IMAGE = /^docs\/(images\/[\w.-]+)$/
const PUBLISHED = /^specs\/([\w.-]+\.(?:json|yaml))$/
const LOCAL = /^https?:\/\/(?:localhost|127\.0\.0\.1)\b/

/**
 * @param repository of package.json, if there is one
 * @returns a function of the path of a Markdown file and a link in it; `undefined` means that the server has no such page
 */
export function linkResolver(pages, repository) {
  const addresses = new Map(pages.map((page) => [page.path, addressOf(page)]))
  const [web] = /https:.*?(?=(?:\.git)?$)/.exec(repository?.url ?? '') ?? []
  return (from, link) => {
    if (link.startsWith('#')) return link
    // This server may have another address.
    if (LOCAL.test(link)) return undefined
    if (/^[a-z]+:/.test(link)) return link
    const [target, anchor] = link.split('#')
    const path = posix.join(posix.dirname(from), target)
    const address = addresses.get(path) ?? (PUBLISHED.exec(path) ?? IMAGE.exec(path))?.[1].replace(/^/, `${BASE}/`)
    if (address !== undefined) return anchor === undefined ? address : `${address}#${anchor}`
    return web && `${web}/blob/HEAD/${path}`
  }
}
