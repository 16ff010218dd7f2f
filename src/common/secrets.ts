import { hash, timingSafeEqual } from 'node:crypto'

/** What is shown in place of a secret. */
export const REDACTED = '*****'

/** User name and password of a URL, also of a percent-encoded one, or of a bare authority such as the value of a `Host` header. */
const USER_INFO = /(^|:\/\/|%3a%2f%2f)[^/?#\s]*(@|%40)/gi

/** Hides user name and password in a URL. */
export const hideUserInfo = (url: string): string => url.replace(USER_INFO, `$1${REDACTED}$2`)

/** Compares two secrets in a time that does not depend on how much of them is equal. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
