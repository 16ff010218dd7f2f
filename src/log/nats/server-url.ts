import { StoreError } from './errors.ts'

/** The servers of a NATS cluster, and how to authenticate there. */
export interface NatsServers {
  /** Host and port of each. */
  readonly hosts: readonly string[]
  readonly isEncrypted: boolean
  readonly user?: string
  readonly pass?: string
  readonly token?: string
}

const EXAMPLE = 'use a URL such as nats://localhost:4222, or nats://a,b,c for a cluster'
const SCHEMES = ['nats:', 'tls:']

/**
 * Reads the option `--store`: `nats://user:password@a:4222,b:4222`. Each host can repeat the scheme. A user without a password is a token.
 *
 * @throws StoreError
 */
export function readServers(store: string): NatsServers {
  const [first = '', ...others] = store.split(',').map((part) => part.trim())
  const scheme = /^([a-z][a-z0-9+.-]*:)\/\//i.exec(first)?.[1]?.toLowerCase()
  if (scheme === undefined || !SCHEMES.includes(scheme)) throw invalid(store, `expected nats:// or tls://`)
  const urls = [first, ...others].map((part) =>
    urlOf(store, part.includes('://') ? part : `${scheme}//${part}`, scheme)
  )
  const { username, password } = urls.find((url) => url.username !== '') ?? { username: '', password: '' }
  return {
    hosts: urls.map(({ hostname, port }) => `${hostname}:${port || 4222}`),
    isEncrypted: scheme === 'tls:',
    ...credentialsOf(decodeURIComponent(username), decodeURIComponent(password))
  }
}

function credentialsOf(user: string, pass: string): Pick<NatsServers, 'user' | 'pass' | 'token'> {
  if (user === '') return {}
  return pass === '' ? { token: user } : { user, pass }
}

/** `URL` parses hosts and ports only for schemes that it knows. */
function urlOf(store: string, text: string, scheme: string): URL {
  const [own = '', rest = ''] = text.split(/:\/\/(.*)/s)
  if (`${own.toLowerCase()}:` !== scheme) throw invalid(store, 'all hosts must have the same scheme')
  const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : undefined
  if (url === undefined || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw invalid(store, `'${rest.replace(/^.*@/, '')}' is not a host with an optional port`)
  return url
}

const invalid = (store: string, reason: string): StoreError =>
  new StoreError(`invalid --store '${store}': ${reason}; ${EXAMPLE}`)
