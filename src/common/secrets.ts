import { hash, timingSafeEqual } from 'node:crypto'

/** Replaces secrets in all output. */
export const REDACTED = '*****'

/** The start of an authority: a double slash, entirely or partly percent-encoded, or a single slash after the scheme. */
const START = String.raw`(?:[/:]|%(?:25)*(?:2f|3a))(?:\/|%(?:25)*2f)`
/** The user info ends before the next authority. This limits backtracking. */
const USER_AND_AT = String.raw`(?:(?!${START})[^/?#\s])*(@|%(?:25)*40)`
/** User name and password of a URL, or of a bare authority such as the value of `Host`. */
const USER_INFO = new RegExp(`(^|${START})${USER_AND_AT}`, 'gi')
/** User name and password of a URL only. */
const USER_INFO_IN_URL = new RegExp(`(${START})${USER_AND_AT}`, 'gi')

/** Hides user name and password in a URL. */
export const hideUserInfo = (url: string): string => url.replace(USER_INFO, `$1${REDACTED}$2`)

/** Hides user names and passwords in a text that may contain URLs. */
export const hideUserInfoInUrls = (text: string): string => text.replace(USER_INFO_IN_URL, `$1${REDACTED}$2`)

/** Compares two secrets in constant time. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
