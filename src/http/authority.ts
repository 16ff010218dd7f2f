/** The host and port that a request was sent to. */
export interface Authority {
  readonly hostname: string
  readonly port: number
}

/** @param host the header `Host` */
export function authorityOf(host = 'localhost', scheme: string): Authority {
  const authority = host.replace(/^.*@/s, '')
  const port = /:(\d+)$/.exec(authority)?.[1]
  const hostname = port === undefined ? authority : authority.slice(0, -port.length - 1)
  return { hostname, port: Number(port ?? (scheme === 'https' ? 443 : 80)) }
}
