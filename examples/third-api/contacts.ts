import type { Decision } from '../../src/sandbox/changes.ts'
import type { SandboxState } from '../../src/sandbox/sandbox-state.ts'
import type { Collection } from '../../src/state/collection.ts'
import { ContactLimitReached, ContactNotFound, EmailTaken } from './errors.ts'
import { type Contact, emailKey, records } from './records.ts'

/** The members of a contact that a client sends. */
export type NewContact = Pick<Contact, 'name'> & Partial<Pick<Contact, 'email'>>

export const contactsOf = (state: SandboxState): Collection<Contact> => records.of(state).lists.contacts

/** @throws ContactNotFound */
export function getContact(state: SandboxState, id: string): Contact {
  const contact = contactsOf(state).get(id)
  if (contact === undefined) throw new ContactNotFound(id)
  return contact
}

/** @param limit the most contacts there may be @throws EmailTaken, ContactLimitReached */
export function createContact(
  state: SandboxState,
  { name, email = null }: NewContact,
  limit: number | undefined
): Decision<Contact> {
  const { lists, counters } = records.of(state)
  if (email !== null && lists.contacts.holder(emailKey(email)) !== undefined) throw new EmailTaken(email)
  if (limit !== undefined && lists.contacts.size >= limit) throw new ContactLimitReached(limit)
  let ids = counters.ids + 1
  // Fixtures may contain ids of the sequence: they may have been exported from a running server.
  while (lists.contacts.get(`c${ids}`) !== undefined) ids++
  const contact = { id: `c${ids}`, name, email }
  return { change: records.add('contacts', contact, { ids }), result: contact }
}

/** @throws ContactNotFound */
export function deleteContact(state: SandboxState, id: string): Decision<Contact> {
  return { result: getContact(state, id), change: records.remove('contacts', id) }
}
