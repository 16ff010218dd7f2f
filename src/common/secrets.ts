import { hash, timingSafeEqual } from 'node:crypto'

/** What is shown in place of a secret. */
export const REDACTED = '*****'

/** What begins an authority: a double slash, wholly or partly percent-encoded, or one that was collapsed after the scheme. */
const START = String.raw`(?:[/:]|%(?:25)*(?:2f|3a))(?:\/|%(?:25)*2f)`
/** It ends where another one begins: this bounds the search. */
const USER_AND_AT = String.raw`(?:(?!${START})[^/?#\s])*(@|%(?:25)*40)`
/** User name and password of a URL, or of a bare authority such as the value of `Host`. */
const USER_INFO = new RegExp(`(^|${START})${USER_AND_AT}`, 'gi')
/** The same without the bare authority. */
const USER_INFO_IN_URL = new RegExp(`(${START})${USER_AND_AT}`, 'gi')

/** Hides user name and password in a URL. */
export const hideUserInfo = (url: string): string => url.replace(USER_INFO, `$1${REDACTED}$2`)

/** Hides user names and passwords in a text that may contain URLs. */
export const hideUserInfoInUrls = (text: string): string => text.replace(USER_INFO_IN_URL, `$1${REDACTED}$2`)

/** Compares two secrets in a time that does not depend on how much of them is equal. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
