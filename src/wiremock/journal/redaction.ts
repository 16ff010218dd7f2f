import { hideUserInfo, REDACTED } from '../../common/secrets.ts'

/** A parameter in a query string or a fragment. */
const PARAMETER = /([?&#])([^?&#=]*)=([^&#]*)/g
/** The bearer token as a parameter (RFC 6750, 2.3). */
const TOKEN_PARAMETER = 'access_token'
/** Headers whose value is a URL, or the authority of one. */
const URL_HEADERS: ReadonlySet<string> = new Set(['host', 'referer', 'location', 'content-location'])

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
    if (!URL_HEADERS.has(name.toLowerCase())) return value
    return Array.isArray(value) ? value.map((each) => this.url(each)) : this.url(value)
  }

  /** A URL or a part of one, without user name and password, and without credentials in its parameters. */
  url(url: string): string {
    return hideUserInfo(url).replace(PARAMETER, (all, before: string, name: string) => {
      const decoded = decode(name)
      return decoded.toLowerCase() === TOKEN_PARAMETER || this.isSecret(decoded) ? `${before}${name}=${REDACTED}` : all
    })
  }
}

const decode = (name: string): string => [...new URLSearchParams(`${name}=`).keys()].join()
