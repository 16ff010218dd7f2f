import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import { type FixtureLibrary, UnknownFixtureSet } from '../disk/fixture-library.ts'
import { readFixture } from '../store/fixture-document.ts'
import type { FixtureSet } from '../store/fixture-set.ts'
import { fixtureText } from '../store/fixture-text.ts'
import { objectOf } from './body.ts'
import { BadBody, InvalidDocument } from './errors.ts'
import type { AdminOptions } from './plugin.ts'

/** The state of a sandbox: to look at, to replace, and to put back. */
export const state: FastifyPluginAsync<Pick<AdminOptions, 'library'>> = async (app, { library }) => {
  app.get('/state', async (request) => Readable.from(fixtureText(request.sandbox.state)))

  app.put<{ Body: string | undefined }>('/state', async (request) => {
    const content = request.body ?? ''
    const result = readFixture(content)
    if (!result.ok) throw new InvalidDocument(result.problems)
    request.sandbox.replaceState(result.state, content)
    return {}
  })

  app.post('/reset', async (request) => {
    await request.sandbox.reset(await fixturesOf(request.body, library))
    return {}
  })

  app.post('/state/reset', async (request) => {
    await request.sandbox.resetState(await fixturesOf(request.body, library))
    return {}
  })
}

/** The fixture set that a body names; `undefined` where it names none. */
async function fixturesOf(body: unknown, library: FixtureLibrary): Promise<FixtureSet | undefined> {
  const { fixtures: name } = objectOf(body)
  if (name === undefined) return undefined
  if (typeof name !== 'string') throw new BadBody('fixtures: expected the name of a fixture set')
  const found = await library.find(name)
  if (found === undefined) throw new UnknownFixtureSet(name, library.names().join(', '))
  return found
}
