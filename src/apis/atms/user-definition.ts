import { InvalidRequest } from './errors.ts'
import type { UserDefinition } from './users.ts'

/** The structural characters of JSON, and escapes, because an escape may contain a quotation mark. */
const MARK = /\\.|["{}[\]:]/gs

const NOT_PRESENT = { userDefinition: ['A value is required but was not present in the request.'] }
const UNREADABLE = 'An error has occurred.'

/**
 * Reads a UserDefinition as Json.NET does: keys are case-insensitive, and the last of several wins; unknown fields are ignored;
 * numbers and booleans become text; nothing is trimmed.
 *
 * @param text the body; `undefined` if its bytes are not UTF-8
 * @throws InvalidRequest with all problems
 */
export function readUserDefinition(text: string | undefined): UserDefinition {
  const body = text?.trim() === '' ? null : parse(text)
  if (body === null) throw new InvalidRequest(NOT_PRESENT)
  if (typeof body !== 'object' || Array.isArray(body)) throw new InvalidRequest({ userDefinition: [UNREADABLE] })

  const members = membersOf(body as Record<string, unknown>, text as string)
  const modelState: Record<string, string[]> = {}
  const optional = (field: string): string | null => {
    const sent = members.get(field.toLowerCase())
    if (typeof sent !== 'object') return sent === undefined ? null : asText(sent)
    if (sent !== null) modelState[`userDefinition.${field}`] = [UNREADABLE]
    return null
  }
  const required = (field: string): string => {
    const text = optional(field) ?? ''
    const key = `userDefinition.${field}`
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

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The members by their keys in lower case. */
function membersOf(body: Readonly<Record<string, unknown>>, text: string): Map<string, unknown> {
  const keys = Object.keys(body)
  const inLowerCase = new Set(keys.map((key) => key.toLowerCase()))
  // The parsed object does not show which of `username` and `Username` came last.
  const ordered = inLowerCase.size === keys.length ? keys : keysAsSent(text)
  return new Map(ordered.map((key) => [key.toLowerCase(), body[key]]))
}

/** The keys of the outermost object of a JSON text, in order, with repetitions. */
function keysAsSent(text: string): string[] {
  const keys: string[] = []
  let depth = 0
  let start: number | undefined
  let latest = ''
  for (const { 0: mark, index } of text.matchAll(MARK)) {
    if (mark === '"') {
      if (start !== undefined) latest = text.slice(start, index + 1)
      start = start === undefined ? index : undefined
    } else if (start !== undefined) continue
    else if (mark === '{' || mark === '[') depth++
    else if (mark === '}' || mark === ']') depth--
    else if (depth === 1) keys.push(JSON.parse(latest))
  }
  return keys
}

/** .NET writes a boolean with a capital letter. */
const asText = (value: unknown): string => (value === true ? 'True' : value === false ? 'False' : String(value))
