import { entriesOf } from '../../common/exact-json.ts'
import { ExactNumber } from '../../common/exact-number.ts'

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

/** A value that was found in JSON: as text, it is JSON. Other objects and lists are shown like those of Java, as in WireMock. */
export class FoundInJson {
  readonly value: object

  constructor(value: object) {
    this.value = value
  }
}

/** A point in time, and how it is shown. */
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
const isSingle = (value: unknown): value is Instant | ExactNumber =>
  value instanceof Instant || value instanceof ExactNumber

/** Called for each part of a value that is converted, to count the steps. */
export type Count = (parts: number) => void

const isMissing = (value: unknown): value is undefined | null => value === undefined || value === null

/** The value behind a JSON result. */
export const plain = (value: unknown): unknown => (value instanceof FoundInJson ? value.value : value)

/** The elements of a list; `undefined` for anything else. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  const list = value instanceof TextAndItems ? value.items : plain(value)
  return Array.isArray(list) ? list : undefined
}

/** The members of an object; `undefined` for anything else. */
export function membersOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  const object = plain(value)
  if (object instanceof Map) return [...object]
  if (typeof object !== 'object' || object === null) return undefined
  return Array.isArray(object) || object instanceof TextAndItems || isSingle(object) ? undefined : entriesOf(object)
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
  if (value instanceof ExactNumber) return Number(value.text) !== 0
  return list === undefined ? Boolean(value) : list.length > 0
}

/** A value as it is shown. */
export function textOf(value: unknown, count: Count): string {
  count(1)
  if (isMissing(value)) return ''
  if (value instanceof TextAndItems || isSingle(value)) return value.text
  if (value instanceof FoundInJson)
    return Array.isArray(value.value) ? compactJson(value, count) : prettyJson(value, count)
  if (Array.isArray(value)) return `[${value.map((item) => partText(item, count)).join(', ')}]`
  const members = membersOf(value)
  if (members === undefined) return String(value)
  return `{${members.map(([name, member]) => `${name}=${partText(member, count)}`).join(', ')}}`
}

const partText = (value: unknown, count: Count): string => (isMissing(value) ? 'null' : textOf(value, count))

function compactJson(value: unknown, count: Count): string {
  count(1)
  const list = listOf(value)
  if (list !== undefined) return `[${list.map((item) => compactJson(item, count)).join(',')}]`
  const members = membersOf(value)
  if (members === undefined) return scalarJson(value)
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${compactJson(member, count)}`).join(',')}}`
}

/** JSON as WireMock writes it: `[ 1, 2 ]`, objects on several lines, and no members that are null. */
export function prettyJson(value: unknown, count: Count, indent = ''): string {
  count(1)
  const list = value instanceof TextAndItems && value.items.length === 1 ? undefined : listOf(value)
  if (list !== undefined) {
    return list.length === 0 ? '[ ]' : `[ ${list.map((item) => prettyJson(item, count, indent)).join(', ')} ]`
  }
  const members = membersOf(value)?.filter(([, member]) => !isMissing(member))
  if (members === undefined) return scalarJson(value)
  if (members.length === 0) return '{ }'
  const inner = `${indent}  `
  const lines = members.map(([name, member]) => `${inner}${JSON.stringify(name)} : ${prettyJson(member, count, inner)}`)
  return `{\n${lines.join(',\n')}\n${indent}}`
}

const scalarJson = (value: unknown): string =>
  value instanceof TextAndItems || value instanceof Instant
    ? JSON.stringify(value.text)
    : value instanceof ExactNumber
      ? value.text
      : (JSON.stringify(value) ?? 'null')
