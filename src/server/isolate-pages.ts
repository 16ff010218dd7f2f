import type { OutgoingHttpHeaders } from 'node:http'

// A page that a stub responds with has the server's own origin. Without these headers its scripts could use the control API.

const POLICY = 'content-security-policy'
/** Gives a page a unique origin, without scripts and forms. */
const SANDBOX = 'sandbox'
/** Types that browsers never show as a page with scripts. In a list of types, browsers take the last one: a list counts as a page. */
const INERT =
  /^(?:text\/(?:plain|css|csv|javascript)|application\/(?:(?:[\w.-]+\+)?json|javascript|octet-stream|zip|gzip|pdf|x-www-form-urlencoded)|image\/(?:png|jpeg|gif|webp|avif)|(?:audio|video|font)\/[\w.+-]+)[\t ]*(?:;[^,]*)?$/i
/** How much of a body without a type browsers look at, in bytes. */
const SNIFFED = 1445
const MARKUP = /^[\t\n\f\r ]*</

/** The headers of a stub's response; those of a page with a policy that isolates it from the server's origin. */
export function isolatePages(headers: OutgoingHttpHeaders, body: Buffer | string): OutgoingHttpHeaders {
  const policy = isolatingPolicy(headers, body)
  if (policy === undefined) return headers
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== POLICY)
  return { ...Object.fromEntries(others), [POLICY]: policy }
}

/**
 * The policy that a page needs; `undefined` for other responses. A stub that sets a policy with `sandbox` keeps it, unless it keeps the
 * server's origin: `sandbox allow-scripts` is a way to allow scripts.
 */
export function isolatingPolicy(headers: OutgoingHttpHeaders, body: Buffer | string): string | undefined {
  const types = valuesOf(headers, 'content-type')
  if (!(types.length === 0 ? [''] : types).some((type) => isPage(type, body))) return undefined
  const own = valuesOf(headers, POLICY).join(', ')
  if (own === '') return SANDBOX
  const isIsolating = /(?:^|[,;])\s*sandbox(?=[\s,;]|$)/i.test(own) && !/allow-same-origin/i.test(own)
  return isIsolating ? own : `${own}, ${SANDBOX}`
}

function isPage(type: string, body: Buffer | string): boolean {
  if (type.trim() !== '') return !INERT.test(type.trim())
  return MARKUP.test(typeof body === 'string' ? body : body.toString('latin1', 0, SNIFFED))
}

const valuesOf = (headers: OutgoingHttpHeaders, name: string): string[] =>
  Object.entries(headers)
    .filter(([known]) => known.toLowerCase() === name)
    .flatMap(([, value]) => [value ?? ''].flat().map(String))
