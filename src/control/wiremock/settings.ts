import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { withoutNulls } from '../../wiremock/matching/without-nulls.ts'
import { SettingsDocument } from '../../wiremock/stubs/settings.ts'
import { documentOf } from '../documents.ts'

/** What holds for every answer of the sandbox. */
export const settings: FastifyPluginAsync = async (app) => {
  app.get('/settings', { schema: { operationId: 'read_settings' } }, async ({ sandbox }) => ({
    settings: withoutNulls(sandbox.settings, SettingsDocument)
  }))

  app.put('/settings', { schema: { operationId: 'replace_settings' } }, async (request) => replace(request))
  app.post('/settings', { schema: { operationId: 'post_settings' } }, async (request) => replace(request))
}

function replace({ sandbox, body }: FastifyRequest): object {
  // As WireMock fills it in; nothing here depends on it.
  sandbox.settings = { proxyPassThrough: false, ...documentOf(SettingsDocument, body) }
  return {}
}
