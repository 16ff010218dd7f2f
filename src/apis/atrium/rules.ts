import { isObject } from '../../rules/exchange.ts'
import type { RuleBook } from '../../rules/rule.ts'
import { bodies } from './rules/bodies.ts'
import { clients } from './rules/clients.ts'
import { credentials } from './rules/credentials.ts'
import { disabled } from './rules/disabled.ts'
import { errors } from './rules/errors.ts'
import { limit } from './rules/limit.ts'
import { negotiation } from './rules/negotiation.ts'
import { AtriumObservations } from './rules/observations.ts'
import { paging } from './rules/paging.ts'
import { callOf, parameter } from './rules/requests.ts'
import { routes } from './rules/routes.ts'
import { user } from './rules/user.ts'

const removalOfUser = (guid: string): string => `DELETE /users/${encodeURIComponent(guid)}`
const pageOfUsers = (page: number): string => `GET /users?page=${page}&records_per_page=100`

/** The contract of MX Atrium, users. specs/atrium.md is generated from it. */
export const rules: RuleBook<AtriumObservations> = {
  introduction: [
    'The real service is a Rails application behind nginx, at `vestibule.mx.com` for development and `atrium.mx.com` for production, with no path prefix. It has official clients for Node, Python, Ruby, Go, Java, C#, PHP and Elixir; all of them work with the mock unchanged. The wire format is in `atrium.json`. This page lists the rules that a schema cannot express, with their evidence.',
    "Each rule ends with the id that reports use, after its evidence: *[recorded]* in traffic of the real development host, *[documented]* on the vendor's pages, *[client]* measured on an official client, *[framework]* done by the service's framework by default, *[field]* relied on by a public application, *[successor]* documented only for the vendor's successor API, *[assumed]* without evidence. The recorded `ETag`, a weak MD5, identifies the framework: only Rack 1.6 sends it, so it is Rails 4.2 with will_paginate. The application may override any of its defaults. A rule that starts in bold is one in which the real service could differ."
  ],
  sections: [
    { title: 'Routes', rules: routes },
    { title: 'Credentials', rules: credentials },
    { title: 'Content negotiation', rules: [...negotiation, ...bodies] },
    { title: 'The user', rules: [...user, ...limit] },
    { title: 'Pages', rules: paging },
    { title: 'Disabled users', rules: disabled },
    { title: 'Errors', rules: errors },
    { title: 'What official clients do', rules: clients }
  ],
  observations: (chosen) => new AtriumObservations(chosen),
  removalOf(exchange) {
    const guid = exchange.at('/user/guid')
    const isCreated = callOf(exchange) === 'POST list' && exchange.response.status < 300
    return isCreated && typeof guid === 'string' ? removalOfUser(guid) : undefined
  },
  listing: {
    first: pageOfUsers(1),
    next(exchange) {
      const page = Number(parameter(exchange, 'page'))
      return Number(exchange.at('/pagination/total_pages')) > page ? pageOfUsers(page + 1) : undefined
    },
    records(exchange) {
      const users = exchange.at('/users')
      if (!Array.isArray(users)) return undefined
      return users.map((user) => ({
        removal: removalOfUser(String(isObject(user) && user['guid'])),
        text: JSON.stringify(user)
      }))
    }
  }
}
