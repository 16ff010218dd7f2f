import { hideUserInfo, REDACTED } from '../../common/secrets.ts'

/** A parameter in a query string or a fragment. Some frameworks also separate parameters by semicolons. */
const PARAMETER = /([?&#;])([^?&#;=]*)=([^&#;]*(?:;[^&#;=]*(?=[&#;]|$))*)/g
/** What frameworks remove from the name of a parameter, as in `token[]`. */
const IGNORED = /[\s\0[\]]/g
/** The bearer token as a parameter (RFC 6750, 2.3). */
const TOKEN_PARAMETER = 'access_token'
/** A header whose value is the authority of a URL. */
const HOST = 'host'
/** A value of any other header that contains a URL or a path. */
const HAS_URL = /:\/\/|%3a%2f%2f|^\/|\?/i

/** Hides credentials in whatever is shown of requests, responses and stubs: pipelines often keep it as an artifact. */
export class Redaction {
  readonly #names: ReadonlySet<string>

  /** @param names of headers, in any case */
  constructor(names: Iterable<string>) {
    this.#names = new Set([...names].map((name) => name.toLowerCase()))
  }

  /** Whether the values of this header or parameter are credentials. */
  isSecret(name: string): boolean {
    return this.#names.has(name.toLowerCase())
  }

  /** The value to show for a header. */
  show<Value extends string | string[]>(name: string, value: Value): Value | string | string[] {
    if (this.isSecret(name)) return REDACTED
    const shown = (text: string) => (name.toLowerCase() === HOST || HAS_URL.test(text) ? this.url(text) : text)
    return Array.isArray(value) ? value.map(shown) : shown(value)
  }

  /** A URL or a part of one, without user name and password, and without credentials in its parameters. */
  url(url: string): string {
    return hideUserInfo(url).replace(PARAMETER, (all, before: string, name: string) => {
      const decoded = decode(name)
      return decoded.toLowerCase() === TOKEN_PARAMETER || this.isSecret(decoded) ? `${before}${name}=${REDACTED}` : all
    })
  }
}

const decode = (name: string): string => [...new URLSearchParams(`${name}=`).keys()].join().replace(IGNORED, '')
