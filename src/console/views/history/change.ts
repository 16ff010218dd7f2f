import { type Change, capital, NAMING } from '../../change.ts'
import type { ApiDescriptor } from '../../descriptors.ts'
import { fieldsOf } from '../../field-changes.tsx'

const LONGEST_VALUE = 40

/** What happened, in a few words. */
export function titleOf(change: Change): string {
  const { operation, summary, list, before, after } = change
  if (list === undefined) return capital(summary)
  if (operation === 'add') return `Added ${nameOf(after) ?? change.key}`
  if (operation === 'remove') return `Removed ${nameOf(before) ?? change.key}`
  const fields = Object.entries(fieldsOf(before, after).changed)
  const [first, ...others] = fields
  if (first === undefined) return 'Saved without a difference'
  const [name, { from, to }] = first
  if (others.length > 0) return `Changed ${fields.map(([name]) => name).join(', ')}`
  return `${name}: ${short(from)} → ${short(to)}`
}

/** The member of a record that people know it by, if a name of a member says so. */
export function nameOf(record: object = {}): string | undefined {
  const found = Object.entries(record).find(
    ([member, value]) => NAMING.test(member) && typeof value === 'string' && value !== ''
  )
  return found && String(found[1])
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none'
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}

/** The name of a list of records, as people say it. */
export function listName(apis: readonly ApiDescriptor[], api = '', list = ''): string {
  const descriptor = apis.find(({ name }) => name === api)?.lists.find(({ name }) => name === list)
  return descriptor?.label ?? `${api} ${list}`
}

/** Whether a change contains a text: in its words, its key, its cause or its fields. */
export function contains(change: Change, text: string): boolean {
  const { revision, time, ...shown } = change
  return JSON.stringify(shown).toLowerCase().includes(text.toLowerCase())
}

/** The time of day, and the day unless it is today. */
export function timeText(time: string): string {
  const date = new Date(time)
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday ? date.toLocaleTimeString() : date.toLocaleString()
}
