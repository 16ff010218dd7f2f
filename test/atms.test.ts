import t from 'tap'
import { accounts } from './atms/accounts.ts'
import { badInput } from './atms/bad-input.ts'
import { credentials } from './atms/credentials.ts'
import { definitions } from './atms/definitions.ts'
import { json } from './atms/json.ts'
import { names } from './atms/names.ts'
import { routes } from './atms/routes.ts'

t.test('routes', routes)
t.test('credentials', credentials)
t.test('definitions', definitions)
t.test('JSON as Json.NET reads it', json)
t.test('names', names)
t.test('accounts', accounts)
t.test('bad input', badInput)
