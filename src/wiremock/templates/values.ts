import { entriesOf } from '../../common/exact-json.ts'
import { ExactNumber } from '../../common/exact-number.ts'
import { stepsToReadMembers } from '../matching/json-steps.ts'
import { STEPS_PER_COPIED } from './render-work.ts'

/** A part of a request that is one text and a list at once: a query parameter with all its values, or a path with its segments. */
export class TextAndItems {
  readonly text: string
  readonly items: readonly string[]
  /** More members, by name. */
  readonly named: ReadonlyMap<string, unknown>

  constructor(text: string, items: readonly string[], named: ReadonlyMap<string, unknown> = new Map()) {
    this.text = text
    this.items = items
    this.named = named
  }
}

/** An object or list that was found in JSON. As text, it is JSON. Other objects and lists look like those of Java, as in WireMock. */
export class FoundInJson {
  readonly value: object

  constructor(value: object) {
    this.value = value
  }
}

/** A point in time, and its text. */
export class Instant {
  /** In milliseconds since 1970. */
  readonly time: number
  readonly text: string

  constructor(time: number, text: string) {
    this.time = time
    this.text = text
  }
}

/** Whether it is one value, without members. */
export const isSingle = (value: unknown): value is Instant | ExactNumber =>
  value instanceof Instant || value instanceof ExactNumber

export const isMissing = (value: unknown): value is undefined | null => value === undefined || value === null

/** The object or list that a `FoundInJson` contains; any other value itself. */
export const plain = (value: unknown): unknown => (value instanceof FoundInJson ? value.value : value)

/** The elements of a list; `undefined` for anything else. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  const list = value instanceof TextAndItems ? value.items : plain(value)
  return Array.isArray(list) ? list : undefined
}

/** Whether it is an object, which may have members. */
export function hasMembers(value: unknown): boolean {
  const object = plain(value)
  if (typeof object !== 'object' || object === null) return false
  return !(Array.isArray(object) || object instanceof TextAndItems || isSingle(object))
}

/** The members of an object; `undefined` for anything else. @param spend counts the steps afterwards: the size is not known before */
export function membersOf(
  value: unknown,
  spend: (steps: number, subject: string) => void
): readonly (readonly [string, unknown])[] | undefined {
  if (!hasMembers(value)) return undefined
  const object = plain(value) as object
  const members = object instanceof Map ? [...object] : entriesOf(object)
  spend(STEPS_PER_MEMBER * members.length + stepsToReadMembers(members.length), 'reading the members of an object')
  return members
}

/** A member of a value: only what belongs to the value itself, never what it inherits. */
export function memberOf(value: unknown, name: string): unknown {
  const owner = plain(value)
  const list = listOf(owner)
  if (owner instanceof TextAndItems && owner.named.has(name)) return owner.named.get(name)
  if (list !== undefined) return elementOf(list, name)
  if (typeof owner === 'string') return name === 'length' ? owner.length : undefined
  if (owner instanceof Map) return owner.get(name)
  if (typeof owner !== 'object' || owner === null || isSingle(owner)) return undefined
  return Object.hasOwn(owner, name) ? Reflect.get(owner, name) : undefined
}

function elementOf(list: readonly unknown[], name: string): unknown {
  if (/^\d{1,9}$/.test(name)) return list[Number(name)]
  if (name === 'first') return list[0]
  return name === 'length' || name === 'size' ? list.length : undefined
}

/** Handlebars' rule: nothing, an empty text, zero and an empty list are false. */
export function isTruthy(value: unknown): boolean {
  if (value instanceof TextAndItems) return value.items.length > 0
  const list = listOf(value)
  if (value instanceof ExactNumber) return Number(value.text.slice(0, MAX_NUMBER)) !== 0
  return list === undefined ? Boolean(value) : list.length > 0
}

const STEPS_PER_MEMBER = 15

/** In characters: longer texts are not read as numbers, because that would take time. */
const MAX_NUMBER = 400

/** A value as a number; `NaN` for lists and objects, whose texts can be long. */
export const numberOf = (value: unknown): number =>
  (typeof value === 'object' && value !== null) || (typeof value === 'string' && value.length > MAX_NUMBER)
    ? Number.NaN
    : Number(value)

/** How many steps it takes at most to compare two values: texts of the same length may differ at the end. */
export const stepsToCompare = (a: unknown, b: unknown): number =>
  typeof a === 'string' && typeof b === 'string' && a.length === b.length ? 1 + a.length * STEPS_PER_COPIED : 1
