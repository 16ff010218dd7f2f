import { hideUserInfo, hideUserInfoInUrls, REDACTED } from '../../common/secrets.ts'

/** The name of a parameter, up to its value. Separators may be percent-encoded, as in a URL that is itself a parameter. */
const PARAMETER =
  /(?:^|[?&#;]|%(?:25)*(?:3f|26|23|3b))((?:(?![?&#;=]|%(?:25)*(?:3f|26|23|3b|3d)).)*)(?:=|%(?:25)*3d)/gis
/** Characters that frameworks remove from names, that tell `access_token` from `accessToken`, or that are syntax of patterns. */
const IGNORED = /[\s\p{Cc}\p{Cf}_\-\\()]/gu
/** Separators between the parts of a name such as `token[]`, `user[token]` or `user.token`, and alternatives of a pattern. */
const SEPARATORS = /[[\].|]+/
/** How often a name is decoded: proxies and frameworks may do so one after the other. */
const MAX_DECODINGS = 5
/** The endings of the names of other credentials: `access_token` (RFC 6750, 2.3), `X-API-Key`, `client_secret`. */
const ENDINGS = ['token', 'apikey', 'secret', 'password']
/** A header whose value is the authority of a URL. */
const HOST = 'host'
/** A possible user name and password before a host in any other header, such as `Forwarded`. Starts only at separators, to limit backtracking. */
const BEFORE_HOST = /(?<=^|[\s;,"])[^\s/?#;,"]+@/g

/** Hides credentials in shown requests, responses and stubs, because pipelines often keep such output as an artifact. */
export class Redaction {
  readonly #endings: readonly string[]

  /** @param names of headers, in any case */
  constructor(names: Iterable<string>) {
    this.#endings = [...new Set([...[...names].map(plain), ...ENDINGS])]
  }

  /** Whether the values of this header or parameter are credentials: its name, or a part of it, ends with that of a credential. */
  isSecret(name: string): boolean {
    const parts = plain(decode(name)).split(SEPARATORS)
    return parts.some((part) => this.#endings.some((ending) => part.endsWith(ending)))
  }

  /** The value to show for a header. */
  show<Value extends string | string[]>(name: string, value: Value): Value | string | string[] {
    if (this.isSecret(name)) return REDACTED
    const shown = (text: string) => (name.toLowerCase() === HOST ? this.url(text) : this.text(text))
    return Array.isArray(value) ? value.map(shown) : shown(value)
  }

  /** A URL or a part of one, without user name and password, and without credentials in its parameters. */
  url(url: string): string {
    // Most URLs contain neither a user nor a parameter.
    if (!/[=%@]/.test(url)) return url
    return this.#parameters(hideUserInfo(url))
  }

  /** A text that may be or contain a URL, such as the value of a header; the user of a mail address is no credential. */
  text(text: string): string {
    return this.#parameters(hideUserInfoInUrls(text).replace(BEFORE_HOST, withoutPassword))
  }

  /** The body of an error of this server, which may quote the URL of its request. */
  errorBody(body: string): string {
    try {
      return JSON.stringify(JSON.parse(body, (_, value) => (typeof value === 'string' ? this.text(value) : value)))
    } catch {
      return this.text(body)
    }
  }

  #parameters(text: string): string {
    let shown = ''
    let end = 0
    for (const { 0: start, 1: name = '', index } of text.matchAll(PARAMETER)) {
      if (index < end || !this.isSecret(name)) continue
      const value = index + start.length
      shown += text.slice(end, value) + REDACTED
      const length = text.slice(value).search(/[&#]/)
      end = length < 0 ? text.length : value + length
    }
    return shown + text.slice(end)
  }
}

const plain = (name: string): string => name.replace(IGNORED, '').toLowerCase()

function withoutPassword(text: string): string {
  const colon = text.indexOf(':')
  return colon < 0 ? text : `${text.slice(0, text.lastIndexOf('=', colon) + 1)}${REDACTED}@`
}

function decode(name: string): string {
  let decoded = name
  for (let count = 0; count < MAX_DECODINGS && /[%+]/.test(decoded); count++) {
    decoded = [...new URLSearchParams(`${decoded}=`).keys()].join()
  }
  return decoded
}
