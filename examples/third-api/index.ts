import { Type } from '@sinclair/typebox'
import { defineApi } from '../../src/api/define-api.ts'
import { generate } from './generate.ts'
import { records } from './records.ts'
import { plugin } from './routes.ts'

/** A small API that shows what an API consists of. Everything that is not in this folder works for any API. */
export const contacts = defineApi({
  ...records,
  title: 'Contacts',
  prefix: '/contacts-api',
  home: '/contacts-api/contacts',
  mainList: 'contacts',
  credential: { list: 'tokens', headers: { Authorization: 'token' }, scheme: 'Bearer' },
  // Paths are case-sensitive. Other APIs own all paths that do not start with the prefix.
  canonicalPath: (segments) => (segments[0] === 'contacts-api' ? segments : undefined),
  options: {
    contactLimit: Type.Optional(
      Type.Integer({ minimum: 0, placeholder: 'N', description: 'the most contacts there may be' })
    )
  },
  hosts: [],
  generate,
  plugin
})
