import { Type } from '@sinclair/typebox'
import { defineApi } from '../../api/define-api.ts'
import { generate } from './generate.ts'
import { canonicalPath } from './paths.ts'
import { plugin } from './plugin.ts'
import { recording } from './recording.ts'
import { records } from './records.ts'
import { versionOne } from './version-one.ts'

/** The user API of MX Atrium. */
export const atrium = defineApi({
  ...records,
  title: 'Atrium',
  prefix: '',
  home: '/users',
  mainList: 'users',
  // Node reads names of headers in lower case. rule: atrium.credentials.header-names
  credential: { list: 'credentials', headers: { 'MX-API-Key': 'apiKey', 'MX-Client-ID': 'clientId' } },
  canonicalPath,
  options: {
    atriumUserLimit: Type.Optional(
      Type.Integer({
        minimum: 0,
        perSandbox: true,
        placeholder: 'N',
        description: 'the maximum number of Atrium users; the real sandbox allows 100'
      })
    )
  },
  // moneydesktop.com is the name that the official Go client verifies.
  hosts: ['vestibule.mx.com', 'atrium.mx.com', 'moneydesktop.com'],
  generate,
  rules: async () => (await import('./rules.ts')).rules,
  recording,
  versionOne,
  plugin
})
