import { isObject } from '../../rules/exchange.ts'
import type { RuleBook } from '../../rules/rule.ts'
import { accounts } from './rules/accounts.ts'
import { bodies } from './rules/bodies.ts'
import { credentials } from './rules/credentials.ts'
import { errors } from './rules/errors.ts'
import { definitionOf } from './rules/faults.ts'
import { names } from './rules/names.ts'
import { AtmsObservations } from './rules/observations.ts'
import { callOf } from './rules/requests.ts'
import { responses } from './rules/responses.ts'
import { routes } from './rules/routes.ts'

const removalOfUser = (name: string): string => `DELETE /api/Users/${encodeURIComponent(name)}`

/** The contract of inSIGHT ATMS, user management. specs/atms.md is generated from it. */
export const rules: RuleBook<AtmsObservations> = {
  introduction: [
    'The real service is an Advanced Traffic Management System for road agencies. Its help pages strongly suggest that it is built on ASP.NET Web API 2; the behavior of that framework, and of Json.NET 6, its JSON parser, was observed by running them. The wire format is in `atms.json`. This page lists the rules that a schema cannot express, with their evidence.',
    'Each rule ends with the id that reports use, after its evidence: *[documented]* by the vendor, *[framework]* observed by running ASP.NET Web API 2 (5.2.7), *[client]* measured on a client of the same family of APIs, *[assumed]* without evidence. A rule that starts in bold is one in which the real service could differ.'
  ],
  sections: [
    { title: 'Routes', rules: routes },
    { title: 'Credentials', rules: credentials },
    { title: 'Responses', rules: responses },
    { title: 'Request bodies', rules: bodies },
    { title: 'Accounts', rules: [...names, ...accounts] },
    { title: 'Errors', rules: errors }
  ],
  observations: (chosen) => new AtmsObservations(chosen),
  removalOf(exchange) {
    const { definition } = definitionOf(exchange)
    const isCreated = callOf(exchange) === 'POST users' && exchange.response.status < 300
    return isCreated && definition !== undefined ? removalOfUser(definition.Username) : undefined
  },
  listing: {
    first: 'GET /api/Users',
    next: () => undefined,
    records({ received }) {
      if (!Array.isArray(received)) return undefined
      return received.map((user) => ({
        removal: removalOfUser(String(isObject(user) && user['Username'])),
        text: JSON.stringify(user)
      }))
    }
  }
}
