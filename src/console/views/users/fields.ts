import { NAMING } from '../../change.ts'
import type { ListDescriptor, MemberSchema } from '../../descriptors.ts'

/** A record as the control API shows it: an object with the members of the schema. */
export type RecordValue = Readonly<Record<string, unknown>>

/** A member of the records of a list: a column of the table, and a field of the form. */
export interface Field {
  readonly name: string
  readonly kind: 'boolean' | 'number' | 'text' | 'json'
  readonly isNullable: boolean
  /** Whether it belongs to the key, so that it cannot be changed. */
  readonly isKey: boolean
  /** Whether a new record may leave it out. */
  readonly isOptional: boolean
  readonly description: string
  /** Values that it may have. */
  readonly suggestions: readonly string[]
}

/** The members of the records: the key first, then those that people know a record by, and switches last. */
export function fieldsOf({ schema, key, optional }: ListDescriptor): Field[] {
  const fields = Object.entries(schema.properties ?? {}).map(([name, member]) => ({
    name,
    kind: kindOf(member),
    isNullable: typesOf(member).includes('null'),
    isKey: key.includes(name),
    isOptional: optional.includes(name),
    description: member.description ?? '',
    suggestions: []
  }))
  const rank = ({ isKey, kind, name }: Field) => (isKey ? 0 : kind === 'boolean' ? 3 : NAMING.test(name) ? 1 : 2)
  return fields.sort((a, b) => rank(a) - rank(b))
}

function kindOf(member: MemberSchema): Field['kind'] {
  const types = typesOf(member).filter((type) => type !== 'null')
  if (types.length > 0 && types.every((type) => type === 'string')) return 'text'
  if (types.length === 1 && types[0] === 'boolean') return 'boolean'
  return types.length > 0 && types.every((type) => type === 'number' || type === 'integer') ? 'number' : 'json'
}

const typesOf = ({ type, anyOf = [] }: MemberSchema): string[] => [
  ...(type === undefined ? [] : [type]),
  ...anyOf.flatMap(typesOf)
]

/** Whether two values of a member are the same. */
export const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** A value as a field of a form has it. */
export const inputText = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value, null, 2)
