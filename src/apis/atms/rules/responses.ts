import type { TSchema } from '@sinclair/typebox'
import type { Exchange } from '../../../rules/exchange.ts'
import { User, UserGroup, UserGroups, Users } from '../schemas.ts'
import type { AtmsRule } from './observations.ts'
import { callOf, isChange, isRead, targetOf } from './requests.ts'
import { anyGroup, anyUser, isFaultless } from './steps.ts'

function schemaOf(exchange: Exchange): TSchema {
  const call = callOf(exchange)
  if (call === 'GET users') return Users
  if (call === 'GET user') return User
  return call === 'GET groups' ? UserGroups : UserGroup
}

export const responses: readonly AtmsRule[] = [
  {
    id: 'atms.responses.fields',
    text: 'A user has `Username`, `DisplayName`, `UserGroupName`, `Email`, `Phone` and `IsAccountDisabled`; a group has `GroupName` and `Description`.',
    evidence: 'documented',
    applies: (exchange, before) => isRead(exchange) && isFaultless(exchange, before),
    expected: (exchange) => ({ schema: schemaOf(exchange) }),
    dependsOn: ['atms.routes.reads'],
    cases: [
      { name: 'users', steps: [anyUser, { request: 'GET /api/Users/{{%name}}' }] },
      { name: 'groups', steps: [anyGroup, { request: 'GET /api/UserGroups/{{%group}}' }] }
    ]
  },
  {
    id: 'atms.responses.format',
    subject: 'All fields are always present,',
    text: 'including nulls, as compact JSON with unescaped non-ASCII characters. The type is always `application/json; charset=utf-8`, whatever `Accept` says, and responses are never cacheable.',
    evidence: 'framework',
    applies: (exchange) =>
      targetOf(exchange) !== undefined &&
      exchange.response.status === 200 &&
      exchange.response.body !== undefined &&
      !(isChange(exchange) && exchange.response.body === ''),
    expected: (exchange) => ({
      body: JSON.stringify(exchange.received) ?? /^$/,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-cache',
        pragma: 'no-cache',
        expires: '-1'
      }
    }),
    cases: [{ name: 'Accept: text/html', steps: [{ request: 'GET /api/Users', headers: { Accept: 'text/html' } }] }]
  }
]
