const VERSIONED = /^application\/vnd\.mx\.atrium\.v1(?:\+json|<>json)?$/

/**
 * Whether an `Accept` header allows the responses of this API. Official clients differ: most name version 1, Node names
 * `application/json`, old Go sends no header, and Elixir sends the malformed `application/vnd.mx.atrium.v1<>json`.
 */
export function acceptsVersion1(accept: string | undefined): boolean {
  // rule: atrium.negotiation.clients
  if (accept === undefined || accept.trim() === '') return true
  // rule: atrium.negotiation.no-version, atrium.negotiation.other-types
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const isExcluded = parameters.some((parameter) => /^q\s*=\s*0(?:\.0*)?$/.test(parameter))
    return !isExcluded && (isJson(type) || VERSIONED.test(type))
  })
}

/** Whether an `Accept` header names another version. */
export const namesOtherVersion = (accept: string | undefined): boolean =>
  String(accept)
    .split(',')
    .some((range) => OTHER_VERSION.test(range.trim()))

const OTHER_VERSION = /^application\/vnd\.mx\.atrium\.v(?!1\b)/i

const isJson = (type: string): boolean => type === 'application/json' || type === 'application/*' || type === '*/*'
