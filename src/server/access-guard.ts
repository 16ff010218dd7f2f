import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Api } from '../api/define-api.ts'
import { hideUserInfo } from '../common/secrets.ts'
import { AccessDenied } from '../control/errors.ts'
import { allowOrigin, respondToPreflight } from './cors.ts'
import { hostCheck, hostIn } from './host-names.ts'

export interface GuardOptions {
  readonly apis: readonly Api[]
  /** The address that the server listens on. */
  readonly host?: string
  readonly tlsName?: readonly string[]
  /** Further names of the server. */
  readonly allowHost?: readonly string[]
  /** The origins whose pages may use the control API. */
  readonly adminOrigin?: readonly string[]
}

const LONGEST_VALUE = 200

/**
 * The hook that protects the areas of the server itself (`areas.ts`) from web pages: every page that a developer visits can send requests
 * to this machine. Test code, curl and CI do not send the headers by which a page is detected. The hook runs before the sandbox is
 * resolved, so a rejected request is not recorded anywhere.
 *
 * @throws AccessDenied
 */
export function guardAccess(options: GuardOptions): onRequestHookHandler {
  const { apis, host = '', tlsName = [], allowHost = [], adminOrigin = [] } = options
  const isKnownHost = hostCheck([...apis.flatMap(({ hosts }) => hosts), host, ...tlsName, ...allowHost])
  return (request, reply, done) => {
    if (request.address.area === undefined) {
      done()
      return
    }
    const { origin } = request.headers
    const isAdmin = origin !== undefined && adminOrigin.includes(origin)
    if (adminOrigin.length > 0) reply.header('vary', 'Origin')
    if (isAdmin) allowOrigin(reply, origin)
    const reason = hostProblem(request, isKnownHost) ?? (isAdmin ? undefined : originProblem(request))
    if (reason !== undefined) throw new AccessDenied(reason)
    if (!isAdmin || !respondToPreflight(request, reply)) done()
  }
}

/** Browsers always send a host, so a request without one does not come from a web page. */
function hostProblem({ address, headers }: FastifyRequest, isKnown: (host: string) => boolean): string | undefined {
  for (const sent of [address.authority, headers.host]) {
    if (!sent) continue
    const host = hostIn(sent)
    if (host === undefined) return `the header Host is '${shortened(sent)}', which is not a host name`
    if (isKnown(host)) continue
    return `the header Host is '${shortened(sent)}', which is not a known name of this server. To allow it, start the server with --allow-host ${shortened(host)}`
  }
  return undefined
}

function originProblem(request: FastifyRequest): string | undefined {
  const { origin, referer, 'sec-fetch-site': site = 'none' } = request.headers
  if (isLink(request)) return undefined
  if (origin === 'null') {
    return "the header Origin is 'null': a page without an origin sent this request, such as a local file or a sandboxed frame. Serve the page over HTTP, and start the server with --admin-origin and the origin of the page"
  }
  if (origin !== undefined && !isOwn(origin, request)) {
    return `the header Origin is '${shortened(origin)}': a web page of another origin sent this request. To allow that origin's pages, start the server with --admin-origin ${shortened(origin)}`
  }
  if (site !== 'same-origin' && site !== 'none') {
    return `the header Sec-Fetch-Site is '${shortened(String(site))}': a web page of another origin sent this request. To allow an origin's scripts, start the server with --admin-origin and that origin. If you followed a link, type the address into the browser instead`
  }
  // Browsers from before 2020 send no Origin with forms.
  const isSafe = request.method === 'GET' || request.method === 'HEAD'
  if (origin !== undefined || isSafe || referer === undefined) return undefined
  const from = originOf(referer)
  if (from === undefined || isOwn(from, request)) return undefined
  // Its query may contain credentials.
  return `the header Referer is '${shortened(from)}/…': a web page of another origin sent this request. To allow that origin's pages, start the server with --admin-origin ${shortened(from)}`
}

/** Whether the user followed a link to a page of the server; the link may be on any site. */
const isLink = ({ method, address, headers }: FastifyRequest): boolean =>
  method === 'GET' &&
  address.area?.hasPages === true &&
  headers['sec-fetch-mode'] === 'navigate' &&
  headers['sec-fetch-dest'] === 'document'

/** Whether an origin is the server's own. A proxy in front of a plain port may speak HTTPS to browsers. */
function isOwn(origin: string, { address, headers, protocol }: FastifyRequest): boolean {
  const schemes = protocol === 'https' ? ['https'] : ['http', 'https']
  return schemes.some((scheme) => originOf(`${scheme}://${address.authority ?? headers.host ?? ''}`) === origin)
}

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined)

/** A value for a message, without user name and password. */
function shortened(value: string): string {
  const shown = hideUserInfo(value)
  return shown.length > LONGEST_VALUE ? `${shown.slice(0, LONGEST_VALUE)}…` : shown
}
