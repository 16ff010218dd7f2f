import type { Api, Segments } from '../api/define-api.ts'
import type { Address } from '../sandbox/fastify-request.ts'
import { areaOf } from './areas.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** Recorded when Fastify asks for the URL to route by, before there is a Fastify request. */
    address?: Address
  }
}

const AUTHORITY_OR_FRAGMENT = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*|#.*$/gis
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i
const SANDBOX = /^\/*sandboxes(?:\/([^/?#]+)|(?=\/\/))/

/**
 * Reads the targets of requests, in origin form or, through a proxy, in absolute form. Routing ignores doubled and trailing slashes,
 * unnecessary percent-encoding, and other differences that the API which owns the path tolerates.
 */
export function addressReader(apis: readonly Api[]): (target: string) => Address {
  // An API without a prefix comes last: it owns all remaining paths.
  const owners = [...apis].sort((a, b) => b.prefix.length - a.prefix.length)
  return (target) => {
    const whole = target.replace(AUTHORITY_OR_FRAGMENT, '')
    const [prefix = '', name] = whole.includes('sandboxes') ? (SANDBOX.exec(whole) ?? []) : []
    const sent = withSlash(whole.slice(prefix.length))
    const query = sent.indexOf('?')
    const path = query < 0 ? sent : sent.slice(0, query)
    const segments = path.split('/').filter((segment) => segment !== '')
    const decoded = segments.map(decode)
    const { api, canonical } = ownerOf(decoded, owners)
    const routed = segments.map((segment, i) => encoded(segment, decoded[i], canonical[i]))
    return {
      sent,
      url: `/${routed.join('/')}${query < 0 ? '' : sent.slice(query)}`,
      isMalformed: decoded.includes(undefined),
      sandbox: prefix === '' ? undefined : (name ?? ''),
      api,
      area: areaOf(decoded[0]),
      authority: whole === target ? undefined : AUTHORITY.exec(target)?.[1]
    }
  }
}

const withSlash = (path: string): string => (path.startsWith('/') ? path : `/${path}`)

/** The API that a path belongs to, and the path as its routes spell it. */
function ownerOf(decoded: Segments, owners: readonly Api[]): { api: Api | undefined; canonical: Segments } {
  if (areaOf(decoded[0]) === undefined) {
    for (const api of owners) {
      const canonical = api.canonicalPath(decoded)
      if (canonical !== undefined) return { api, canonical }
    }
  }
  return { api: undefined, canonical: decoded }
}

/** A segment in the canonical spelling, percent-encoded if it differs from the one that was sent. */
function encoded(sent: string, decoded: string | undefined, canonical = decoded): string {
  if (canonical === undefined) return encodeURIComponent(sent)
  return canonical === sent ? sent : encodeURIComponent(canonical)
}

function decode(segment: string): string | undefined {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
