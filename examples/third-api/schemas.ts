import { type Static, Type } from '@sinclair/typebox'
import { Contact } from './records.ts'

const { name, email } = Contact.properties

/** The body of a create. */
export const NewContact = Type.Object({ name, email: Type.Optional(email) }, { additionalProperties: false })
export type NewContact = Static<typeof NewContact>

export const ContactParams = Type.Object({ id: Type.String({ description: 'The id of a contact.' }) })
export type ContactParams = Static<typeof ContactParams>

const ErrorBody = Type.Object(
  {
    code: Type.String({ description: 'The kind of error, for programs.' }),
    message: Type.String({ description: 'What is wrong and what to do, for people.' })
  },
  { additionalProperties: false }
)

// The schemas of the routes. The published document is generated from them.
export const listContactsSchema = {
  operationId: 'list_contacts',
  summary: 'List all contacts, oldest first',
  response: { 200: Type.Array(Contact) }
}
export const createContactSchema = {
  operationId: 'create_contact',
  summary: 'Create a contact',
  body: NewContact,
  response: { 201: Contact, 400: ErrorBody, 409: ErrorBody, 422: ErrorBody }
}
export const readContactSchema = {
  operationId: 'read_contact',
  summary: 'Read a contact',
  params: ContactParams,
  response: { 200: Contact, 404: ErrorBody }
}
export const deleteContactSchema = {
  operationId: 'delete_contact',
  summary: 'Delete a contact',
  params: ContactParams,
  response: { 204: Type.Null(), 404: ErrorBody }
}
