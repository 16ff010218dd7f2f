import { CONTRACT } from './behavior.ts'
import { InvalidRequest, UnforeseenError } from './errors.ts'
import { readMembers, UNREADABLE } from './json-reader.ts'
import { MalformedJson, UNREADABLE_TEXT } from './malformed-json.ts'
import { nameKey } from './name-key.ts'
import type { UserDefinition } from './users.ts'

const NOT_PRESENT = { userDefinition: ['A value is required but was not present in the request.'] }

/**
 * Reads a UserDefinition as ASP.NET Web API does: keys are case-insensitive; the last of several equal keys wins; unknown fields are
 * ignored; numbers and booleans become text; nothing is trimmed.
 *
 * @param text the body; `undefined` if its bytes are not valid in their encoding
 * @throws InvalidRequest with all problems; UnforeseenError
 */
export function readUserDefinition(text: string | undefined, { missingBodyStatus } = CONTRACT): UserDefinition {
  if (text === undefined) throw new MalformedJson()
  const members = readMembers(text)
  // rule: atms.bodies.missing
  if (members === null) throw missingBodyStatus === 500 ? new UnforeseenError() : new InvalidRequest(NOT_PRESENT)

  // rule: atms.bodies.keys
  const fields = new Map(members.map(([key, value]) => [nameKey(key), value]))
  const unreadable = new Set(members.flatMap(([key, value]) => (value === UNREADABLE ? nameKey(key) : [])))
  const modelState: Record<string, string[]> = {}
  const optional = (field: string): string | null => {
    const key = nameKey(field)
    const value = fields.get(key)
    // Json.NET reports an unreadable value even if a later key of the same name has a readable one.
    if (unreadable.has(key)) modelState[`userDefinition.${field}`] = [UNREADABLE_TEXT]
    return typeof value === 'string' ? value : null
  }
  const required = (field: string): string => {
    const text = optional(field) ?? ''
    const key = `userDefinition.${field}`
    // rule: atms.bodies.required
    if (text.trim() === '') modelState[key] = [...(modelState[key] ?? []), `The ${field} field is required.`]
    return text
  }
  const definition = {
    Username: required('Username'),
    DisplayName: required('DisplayName'),
    UserGroupName: required('UserGroupName'),
    Email: optional('Email'),
    Phone: optional('Phone')
  }
  if (Object.keys(modelState).length > 0) throw new InvalidRequest(modelState)
  return definition
}
