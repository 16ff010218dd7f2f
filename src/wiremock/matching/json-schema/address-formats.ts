import { isIPv6 } from 'node:net'

/** The parts of any text: scheme, authority, path, query and fragment (RFC 3986, appendix B). */
const PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s
const SCHEME = /^[a-z][a-z0-9+.-]*$/i
const AUTHORITY = /^(?:([^@]*)@)?(?:\[([^\]]*)\]|([^:@]*))(?::\d*)?$/

/** Each part of an address in ASCII, and with Unicode characters. */
const ASCII = {
  name: /^(?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*$/i,
  path: /^(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*$/i,
  query: /^(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*$/i
}
const UNICODE: typeof ASCII = {
  name: /^(?:[\w.~!$&'()*+,;=:\u{A0}-\u{10FFFF}-]|%[\da-f]{2})*$/iu,
  path: /^(?:[\w.~!$&'()*+,;=:@/\u{A0}-\u{10FFFF}-]|%[\da-f]{2})*$/iu,
  query: /^(?:[\w.~!$&'()*+,;=:@/?\u{A0}-\u{10FFFF}-]|%[\da-f]{2})*$/iu
}

const VARIABLE = '(?:\\w|%[\\da-fA-F]{2})+(?:\\.(?:\\w|%[\\da-fA-F]{2})+)*(?::[1-9]\\d{0,3}|\\*)?'
const TEMPLATE = new RegExp(
  `^(?:[^\\0- "'%<>\\\\^\`{|}\\x7F]|%[\\da-fA-F]{2}|\\{[+#./;?&=,!@|]?${VARIABLE}(?:,${VARIABLE})*\\})*$`
)

/** An address that may be relative. */
const isReference =
  (characters: typeof ASCII) =>
  (value: string): boolean => {
    const [, scheme, authority, path = '', query = '', fragment = ''] = PARTS.exec(value) as RegExpExecArray
    if (scheme !== undefined && !SCHEME.test(scheme)) return false
    if (authority !== undefined && !isAuthority(authority, characters.name)) return false
    return characters.path.test(path) && characters.query.test(query) && characters.query.test(fragment)
  }

function isAuthority(authority: string, characters: RegExp): boolean {
  const [all, user = '', address, name = ''] = AUTHORITY.exec(authority) ?? []
  if (all === undefined || !characters.test(user) || !characters.test(name)) return false
  return address === undefined || isIPv6(address)
}

const hasScheme = (value: string): boolean => /^[^:/?#]+:/.test(value)

export const isUriReference = isReference(ASCII)
export const isIriReference = isReference(UNICODE)
export const isUri = (value: string): boolean => hasScheme(value) && isUriReference(value)
export const isIri = (value: string): boolean => hasScheme(value) && isIriReference(value)
export const isUriTemplate = (value: string): boolean => TEMPLATE.test(value)
