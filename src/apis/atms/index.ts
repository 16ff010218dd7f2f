import { defineApi } from '../../api/define-api.ts'
import { generate } from './generate.ts'
import { canonicalPath } from './paths.ts'
import { plugin } from './plugin.ts'
import { recording } from './recording.ts'
import { records } from './records.ts'
import { versionOne } from './version-one.ts'

/** The user management API of inSIGHT ATMS. */
export const atms = defineApi({
  ...records,
  title: 'ATMS',
  prefix: '/api',
  home: '/api/Users',
  mainList: 'users',
  credential: { list: 'tokens', headers: { token: 'token' } },
  canonicalPath,
  options: {},
  hosts: [],
  generate,
  rules: async () => (await import('./rules.ts')).rules,
  recording,
  versionOne,
  plugin
})
