import type { FastifyPluginAsync } from 'fastify'
import { countsOf } from '../store/fixture-set.ts'
import type { AdminOptions } from './plugin.ts'

/** The fixture sets that a sandbox can be put back to. */
export const fixtures: FastifyPluginAsync<Pick<AdminOptions, 'library'>> = async (app, { library }) => {
  app.get('/fixtures', async () => ({
    fixtures: (await library.all()).map(({ name, source, sha256, state }) => ({
      name,
      source,
      sha256,
      counts: countsOf(state)
    }))
  }))
}
