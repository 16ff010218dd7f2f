import { isIP, isIPv6 } from 'node:net'

/** A host with any port: `mock:3000`, `[::1]:3000`. */
const HOST = /^(\[[^\]]+\]|[^:]*)(?::\d*)?$/
const NAME = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/
/**
 * Names that no web site can have: single labels, as Docker, compose and CI services have them; `localhost` and `internal`, which are
 * reserved (`host.docker.internal`); and names that do not end with a possible top-level domain, as GitLab creates them for services.
 */
const PRIVATE = /^[^.]+$|\.(?:localhost|internal)$|\.(?!xn--)[^.]*[_-][^.]*$/

/** The host in a `Host` header, in lower case, and without the port and the final dot; `undefined` if it is malformed. */
export function hostIn(header: string): string | undefined {
  if (isIPv6(header)) return header
  const [, host = ''] = HOST.exec(header) ?? []
  const name = host.toLowerCase().replace(/^\[|\]$|\.$/g, '')
  return isIP(name) !== 0 || NAME.test(name) ? name : undefined
}

/**
 * Tells which hosts a server may be reached by. An attacker can point a DNS name to this machine, and then a web page under that name
 * has the same origin as this server (DNS rebinding). That requires a name in the DNS, so addresses and private names are safe.
 *
 * @param names the server's names; `*.` at the start of one matches one label
 */
export function hostCheck(names: readonly string[]): (host: string) => boolean {
  const known = new Set(names.map((name) => name.toLowerCase().replace(/\.$/, '')))
  return (host) => isIP(host) !== 0 || PRIVATE.test(host) || known.has(host) || known.has(host.replace(/^[^.]+/, '*'))
}
