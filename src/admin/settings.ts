import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsync } from 'fastify'
import { SettingsDocument } from '../stubs/settings.ts'
import { documentOf } from './documents.ts'

/** What holds for every answer of the sandbox. */
export const settings: FastifyPluginAsync = async (app) => {
  const get = {
    summary: 'The settings',
    response: { 200: Type.Object({ settings: SettingsDocument }) }
  }
  app.get('/settings', { schema: get }, async ({ sandbox }) => ({
    settings: withoutNulls(sandbox.settings)
  }))

  app.route({
    method: ['POST', 'PUT'],
    url: '/settings',
    schema: { summary: 'Set all settings', body: SettingsDocument, response: { 200: Type.Object({}) } },
    async handler({ sandbox, body }) {
      // As WireMock fills it in; nothing here depends on it.
      sandbox.settings = { proxyPassThrough: false, ...documentOf(SettingsDocument, body) }
      return {}
    }
  })
}

const withoutNulls = (document: SettingsDocument): SettingsDocument =>
  Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null))
