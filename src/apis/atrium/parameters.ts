import { BadRequest } from './errors.ts'

/** Reading more would delay other requests. */
const MAX_PARAMETERS = 10_000

/** A member of the user. Further brackets make it an object or a list. */
const USER_MEMBER = /^user\[([^[\]]+)\](.*)$/s

/**
 * Reads the user from a form or a query string, as Rails does: `user[identifier]=a&user[is_disabled]=true`. The last
 * one wins if a parameter is repeated. A parameter without `=` is null. Other parameters are ignored.
 *
 * @param hint ends the message about malformed text
 * @returns the equivalent of a JSON body; an empty object if there is no user
 * @throws BadRequest if the text is not percent-encoded UTF-8, or has too many parameters
 */
export function readParameters(text: string, hint = ''): { readonly user?: object } {
  const parameters = text.split('&', MAX_PARAMETERS + 1)
  if (parameters.length > MAX_PARAMETERS) {
    throw new BadRequest(`parameters: more than ${MAX_PARAMETERS}: send only the fields of a user`)
  }
  const members = parameters.flatMap((parameter) => {
    const equalsSign = parameter.indexOf('=')
    const name = equalsSign < 0 ? parameter : parameter.slice(0, equalsSign)
    const [, member, brackets] = USER_MEMBER.exec(decode(name, hint)) ?? []
    if (member === undefined) return []
    const value = equalsSign < 0 ? null : decode(parameter.slice(equalsSign + 1), hint)
    return [[member, brackets === '' ? value : {}] as const]
  })
  return members.length === 0 ? {} : { user: Object.fromEntries(members) }
}

function decode(text: string, hint: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new BadRequest(`parameters: expected percent-encoded UTF-8, not '${text.slice(0, 100)}'${hint}`)
  }
}
