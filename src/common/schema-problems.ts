import { KindGuard, type TSchema } from '@sinclair/typebox'
import { Errors, type ValueError, type ValueErrorIterator, ValueErrorType } from '@sinclair/typebox/errors'
import { isInexact } from './exact-json.ts'
import type { Problem } from './problems.ts'
import { REDACTED } from './secrets.ts'
import { suggestion } from './suggestion.ts'

const MAX_PREVIEW = 60
/** Nobody reads more of them, and formatting them takes time. */
const MAX_PROBLEMS = 1000
/** An option of an object schema: advice for members that the schema does not have, by name. */
export const INSTEAD = Symbol('instead')

const NOT_BLANK = '\\S'
/** Patterns that words describe better than an example. */
const RULES: Readonly<Record<string, string>> = {
  [NOT_BLANK]: 'must not be blank',
  '^[!-~]+$': 'must be printable ASCII without spaces'
}

/** The values that messages quote: all of them, with texts hidden, or none. */
export type Quoted = 'all' | 'no texts' | 'none'

/**
 * Translates the errors of a schema into messages for people. Only the first error of each place is kept, and the first
 * thousand places.
 *
 * @param pointer the JSON pointer of the checked value
 * @param values which values messages quote; they never quote those of a schema that is marked `secret`
 */
export function schemaProblems(errors: Iterable<ValueError>, pointer: string, values: Quoted = 'all'): Problem[] {
  const problems = new Map<string, Problem>()
  for (const error of errors) {
    const place = pointer + error.path
    if (!problems.has(place))
      problems.set(place, {
        pointer: place,
        expected: messageOf(error, error.schema['secret'] === true ? 'none' : values)
      })
    if (problems.size === MAX_PROBLEMS) break
  }
  return [...problems.values()]
}

function messageOf({ type, schema, path, value, message, errors }: ValueError, values: Quoted): string {
  // `must not be blank, not ""` would say the same twice.
  const isBlank = type === ValueErrorType.StringPattern && schema['pattern'] === NOT_BLANK
  const actual = values === 'none' || isBlank ? '' : `, not ${preview(value, values)}`
  if (type === ValueErrorType.ObjectAdditionalProperties) return unknownField(path, schema)
  if (type === ValueErrorType.ObjectRequiredProperty) return 'required field is missing'
  if (type === ValueErrorType.StringPattern) return `${schema['requirement'] ?? ruleOf(schema['pattern'])}${actual}`
  if (KindGuard.IsUnion(schema)) {
    // `integer or null` would not say what is wrong with -1.
    const [member, ...others] = errors.filter((_, i) => hasRightType(value, schema.anyOf[i] as TSchema))
    const error = others.length === 0 ? member?.First() : undefined
    if (error?.path === path) return messageOf(error, values)
  }
  if (hasRightType(value, schema)) return `${message.charAt(0).toLowerCase()}${message.slice(1)}${actual}`
  return `expected ${typeNameOf(schema)}${actual}`
}

function unknownField(path: string, schema: TSchema): string {
  const name = path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')
  const instead = Object.entries(Reflect.get(schema, INSTEAD) ?? {}).find(([member]) => member === name)?.[1]
  if (instead !== undefined) return `unknown field '${name}': ${instead}`
  return `unknown field '${name}'${suggestion(name, Object.keys(schema['properties'] ?? {}))}`
}

function ruleOf(pattern: string): string {
  const example = exampleOf(pattern)
  return RULES[pattern] ?? (example === undefined ? `must match the pattern ${pattern}` : `must look like ${example}`)
}

/** A text that matches a pattern of fixed length: `^a-[0-9]{2}$` gives `a-00`. */
function exampleOf(pattern: string): string | undefined {
  const example = pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\[0[^\]]*\]\{(\d+)\}/g, (_, count) => '0'.repeat(Number(count)))
    .replace(/\(([^()]*)\)\{(\d+)\}/g, (_, part: string, count) => part.repeat(Number(count)))
  return /^[\w-]+$/.test(example) && new RegExp(pattern).test(example) ? example : undefined
}

/** Whether the JSON type is right, so that the value breaks another rule, such as a minimum. */
function hasRightType(value: unknown, schema: TSchema): boolean {
  if (KindGuard.IsInteger(schema)) return Number.isInteger(value)
  return KindGuard.IsArray(schema) ? Array.isArray(value) : typeof value === schema['type']
}

/** The JSON type or types that a schema allows. */
function typeNameOf(schema: TSchema): string {
  if (KindGuard.IsUnion(schema)) return schema.title ?? [...new Set(schema.anyOf.map(typeNameOf))].join(' or ')
  if (KindGuard.IsLiteral(schema)) return JSON.stringify(schema.const)
  return schema['type']
}

/** The value as JSON, shortened. */
export function preview(value: unknown, values: Quoted = 'all'): string {
  const text = JSON.stringify(truncated(value, values)) ?? 'nothing'
  return text.length > MAX_PREVIEW ? `${text.slice(0, MAX_PREVIEW)}…` : text
}

/** The part of a value that a preview can show: serializing all of a long one would take too much time. */
function truncated(value: unknown, values: Quoted, depth = 0): unknown {
  if (typeof value === 'string') return values === 'all' ? value.slice(0, MAX_PREVIEW + 1) : REDACTED
  if (typeof value !== 'object' || value === null || depth > MAX_PREVIEW) return value === Object(value) ? 0 : value
  if (Array.isArray(value)) return value.slice(0, MAX_PREVIEW).map((item) => truncated(item, values, depth + 1))
  const members: [string, unknown][] = []
  for (const name in value) {
    if (members.length > MAX_PREVIEW) break
    members.push([name.slice(0, MAX_PREVIEW + 1), truncated(value[name as keyof typeof value], values, depth + 1)])
  }
  return Object.fromEntries(members)
}

/** The errors of a JSON value. Exact numbers are checked as JavaScript numbers, because an `ExactNumber` would pass as an object. */
export const errorsIn = (schema: TSchema, value: unknown): ValueErrorIterator =>
  Errors(schema, isInexact(value) ? JSON.parse(JSON.stringify(value)) : value)
