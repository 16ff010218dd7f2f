import type { FastifyPluginAsync } from 'fastify'
import type { Api } from '../api/define-api.ts'
import { countName } from '../fixtures/fixture-set.ts'
import { keyMembers } from '../fixtures/member-names.ts'
import { firstCredentials } from '../sandbox/credentials.ts'
import type { ControlOptions } from './options.ts'

/** Describes the emulated APIs to tools that work with any of them, such as the console. */
export const apis: FastifyPluginAsync<ControlOptions> = async (app, { apis }) => {
  const options = { config: { state: 'optional' }, schema: { operationId: 'list_apis' } } as const
  app.get('/apis', options, async ({ sandbox, isUpToDate }) => {
    const credentials = isUpToDate ? firstCredentials(apis, sandbox.state.apis) : {}
    return { apis: apis.map((api) => ({ ...description(api), credentials: credentials[api.name] ?? {} })) }
  })
}

const description = ({ name, title, home, lists }: Api) => ({
  name,
  title,
  home,
  lists: Object.entries(lists).map(([listName, list]) => ({
    name: listName,
    count: countName(name, listName, list),
    ...(list.label !== undefined && { label: list.label }),
    key: keyMembers(list),
    optional: [...Object.keys(list.defaults), ...(list.derived === undefined ? [] : [list.derived.member])],
    references: list.references ?? {},
    schema: list.schema
  }))
})
