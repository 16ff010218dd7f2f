import { computed, type ReadonlySignal, signal } from '@preact/signals'

export type QueryValues = Readonly<Record<string, string | number | undefined>>

/** The address of the page: the sandbox, the view, and its filters. Every change of it is a change of the URL. */
export interface Router {
  /** Where the server is, with the prefix of a proxy: `http://localhost:3000/`. */
  readonly root: string
  readonly sandbox: ReadonlySignal<string>
  /** The segments below `console/`, decoded. */
  readonly path: ReadonlySignal<readonly string[]>
  readonly query: ReadonlySignal<URLSearchParams>
  /** The URL of a page of the present sandbox. A plain `<a>` with it does not reload the page. */
  href(path: readonly string[], query?: QueryValues): string
  /** The URL of the present view in another sandbox. */
  hrefIn(sandbox: string): string
  /** @param replace for a change that the button Back of the browser should skip */
  go(href: string, replace?: boolean): void
  /** Changes filters; empty ones are removed. Replaces the entry of the browser's history, unless told otherwise. */
  setQuery(changes: QueryValues, replace?: boolean): void
}

export const DEFAULT_SANDBOX = 'default'
/** The path of a page below the root: the sandbox, and the rest. */
const PAGE = /^(?:sandboxes\/([^/]+)\/)?console(?:\/(.*))?$/s

/** @param scriptUrl the URL of the script of the console, from which follows where the server is */
export function createRouter(scriptUrl: string): Router {
  const root = scriptUrl.replace(/[?#].*$/s, '').replace(/(?:sandboxes\/[^/]+\/)?console\/[^/]*$/, '')
  const url = signal(location.href)
  const parts = computed(() => {
    const [, name = DEFAULT_SANDBOX, rest = ''] = PAGE.exec(pathBelow(root, url.value)) ?? []
    return {
      sandbox: decode(name),
      path: rest
        .split('/')
        .filter((segment) => segment !== '')
        .map(decode)
    }
  })
  const sandbox = computed(() => parts.value.sandbox)
  const path = computed(() => parts.value.path)
  const query = computed(() => new URL(url.value).searchParams)
  const base = (name: string) =>
    name === DEFAULT_SANDBOX ? `${root}console/` : `${root}sandboxes/${encodeURIComponent(name)}/console/`

  const router: Router = {
    root,
    sandbox,
    path,
    query,
    href: (segments, values = {}) =>
      base(sandbox.value) + segments.map(encodeURIComponent).join('/') + search(new URLSearchParams(), values),
    hrefIn: (name) => base(name) + (path.value[0] ?? ''),
    go(href, replace = false) {
      if (href === url.value) return
      history[replace ? 'replaceState' : 'pushState'](null, '', href)
      url.value = location.href
    },
    setQuery(changes, replace = true) {
      const { pathname } = new URL(url.value)
      router.go(location.origin + pathname + search(query.value, changes), replace)
    }
  }
  addEventListener('popstate', () => {
    url.value = location.href
  })
  addEventListener('click', (event) => {
    const href = linkIn(event)
    if (href === undefined || !href.startsWith(root) || !PAGE.test(pathBelow(root, href))) return
    event.preventDefault()
    router.go(href)
  })
  return router
}

function search(present: URLSearchParams, changes: QueryValues): string {
  const changed = new URLSearchParams(present)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') changed.delete(name)
    else changed.set(name, String(value))
  }
  const text = changed.toString()
  return text === '' ? '' : `?${text}`
}

/** The target of a plain click on a link; clicks that open a new tab or a download belong to the browser. */
function linkIn(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined
  const link = event.target instanceof Element ? event.target.closest('a') : null
  return link === null || link.hash !== '' || link.target !== '' || link.hasAttribute('download')
    ? undefined
    : link.href
}

const pathBelow = (root: string, href: string): string => new URL(href).pathname.slice(new URL(root).pathname.length)

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
