import { hash, timingSafeEqual } from 'node:crypto'

/** What is shown in place of a secret. */
export const REDACTED = '*****'

/** User name and password of a URL, also of one that is wholly or partly percent-encoded, or of a bare authority such as the value of `Host`. */
const USER_INFO = /(^|(?:\/|%(?:25)*2f){2})(?:(?!%(?:25)*2f%(?:25)*2f)[^/?#\s])*(@|%(?:25)*40)/gi
/** The same without the bare authority. */
const USER_INFO_IN_URL = /((?:\/|%(?:25)*2f){2})(?:(?!%(?:25)*2f%(?:25)*2f)[^/?#\s])*(@|%(?:25)*40)/gi

/** Hides user name and password in a URL. */
export const hideUserInfo = (url: string): string => url.replace(USER_INFO, `$1${REDACTED}$2`)

/** Hides user names and passwords in a text that may contain URLs. */
export const hideUserInfoInUrls = (text: string): string => text.replace(USER_INFO_IN_URL, `$1${REDACTED}$2`)

/** Compares two secrets in a time that does not depend on how much of them is equal. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
