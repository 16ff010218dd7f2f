import type { FastifyInstance } from 'fastify'
import { runChecks } from '../../src/api/checks.ts'
import type { ApiPluginOptions } from '../../src/api/define-api.ts'
import { checks } from './checks.ts'
import { contactsOf, createContact, deleteContact, getContact } from './contacts.ts'
import { renderError } from './errors.ts'
import * as schemas from './schemas.ts'

export interface ContactsOptions extends ApiPluginOptions {
  /** The most contacts there may be; no limit if omitted. */
  readonly contactLimit?: number
}

interface OneContact {
  Params: schemas.ContactParams
}
interface ContactBody {
  Body: schemas.NewContact
}

/** The contacts API, below `/contacts-api`. */
export async function plugin(app: FastifyInstance, { contactLimit }: ContactsOptions): Promise<void> {
  app.setErrorHandler(renderError)
  runChecks(app, checks)

  app.get('/contacts', { schema: schemas.listContactsSchema }, async ({ sandbox }) => [...contactsOf(sandbox.state)])

  app.post<ContactBody>('/contacts', { schema: schemas.createContactSchema }, async (request, reply) => {
    const contact = await request.change((state) => createContact(state, request.body, contactLimit))
    reply.code(201)
    return contact
  })

  app.get<OneContact>('/contacts/:id', { schema: schemas.readContactSchema }, async ({ sandbox, params }) =>
    getContact(sandbox.state, params.id)
  )

  app.delete<OneContact>('/contacts/:id', { schema: schemas.deleteContactSchema }, async (request, reply) => {
    await request.change((state) => deleteContact(state, request.params.id))
    return reply.code(204).send()
  })
}
