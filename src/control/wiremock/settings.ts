import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { Problems } from '../../common/problems.ts'
import { knownMembers, withoutNulls } from '../../wiremock/matching/known-members.ts'
import { checkDelay } from '../../wiremock/stubs/check-delay.ts'
import { SettingsDocument } from '../../wiremock/stubs/settings.ts'
import { documentOf, requireNone } from '../documents.ts'

/** The settings for all responses of the sandbox. */
export const settings: FastifyPluginAsync = async (app) => {
  app.get('/settings', { schema: { operationId: 'read_settings' } }, async ({ sandbox }) => ({
    settings: withoutNulls(sandbox.state.settings, SettingsDocument)
  }))

  app.put('/settings', { schema: { operationId: 'replace_settings' } }, replace)
  app.post('/settings', { schema: { operationId: 'post_settings' } }, replace)
}

const OTHER_MEMBERS = {
  unsupported: { extended: 'WireMock passes these settings to code of its users, which this server does not run' }
}

async function replace(request: FastifyRequest): Promise<object> {
  const problems = new Problems()
  const known = knownMembers(unwrapped(request.body), SettingsDocument, OTHER_MEMBERS, '', problems)
  requireNone(problems)
  // WireMock adds this member; this server does not use it.
  const settings = { proxyPassThrough: false, ...documentOf(SettingsDocument, known) }
  checkDelay(settings.fixedDelay, '/fixedDelay', problems)
  checkDelay(settings.delayDistribution, '/delayDistribution', problems)
  requireNone(problems)
  await request.change(() => ({ change: { op: 'settings', settings }, result: null }))
  return {}
}

/** GET wraps the settings in a member `settings`, and WireMock accepts that form, too. */
const unwrapped = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'settings' in body && Object.keys(body).length === 1
    ? body.settings
    : body
