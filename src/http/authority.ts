/** The host and the port of a request. @param host the header `Host` */
export function splitAuthority(host: string, scheme: string): { hostname: string; port: number } {
  const authority = host.replace(/^.*@/s, '')
  const port = /:(\d+)$/.exec(authority)?.[1]
  const hostname = port === undefined ? authority : authority.slice(0, -port.length - 1)
  return { hostname, port: Number(port ?? (scheme === 'https' ? 443 : 80)) }
}
