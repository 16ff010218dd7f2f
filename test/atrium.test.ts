import t from 'tap'
import { badInput } from './atrium/bad-input.ts'
import { credentials, orderOfChecks } from './atrium/credentials.ts'
import { paging } from './atrium/paging.ts'
import { parameters } from './atrium/parameters.ts'
import { representation } from './atrium/representation.ts'
import { routes } from './atrium/routes.ts'
import { users } from './atrium/users.ts'

t.test('routes', routes)
t.test('credentials', credentials)
t.test('order of checks', orderOfChecks)
t.test('parameters outside a JSON body', parameters)
t.test('representation', representation)
t.test('users', users)
t.test('paging', paging)
t.test('bad input', badInput)
