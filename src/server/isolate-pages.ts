import type { OutgoingHttpHeaders } from 'node:http'
import { mediaTypeOf } from '../http/media-type.ts'

// A page that a stub responds with has the server's own origin. Without these headers its scripts could use the control API.

const POLICY = 'content-security-policy'
/** Gives a page a unique origin, without scripts and forms. */
const SANDBOX = 'sandbox'
/** Types whose documents may run scripts. */
const DOCUMENT = /^text\/html$|[/+]xml$|^multipart\/x-mixed-replace$/
/** Browsers guess the type of such a body. */
const UNKNOWN = /^$|^\*\/\*$|^(?:application|unknown)\/unknown$|^[^/]*$/
/** How much of the body they look at, in bytes. */
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
  const mediaType = mediaTypeOf(type) ?? ''
  return (
    DOCUMENT.test(mediaType) ||
    (UNKNOWN.test(mediaType) && MARKUP.test(typeof body === 'string' ? body : body.toString('latin1', 0, SNIFFED)))
  )
}

const valuesOf = (headers: OutgoingHttpHeaders, name: string): string[] =>
  Object.entries(headers)
    .filter(([known]) => known.toLowerCase() === name)
    .flatMap(([, value]) => [value ?? ''].flat().map(String))
