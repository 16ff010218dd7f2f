import type { FastifyPluginAsync } from 'fastify'
import { NoCertificateAuthority } from './errors.ts'
import type { ControlOptions } from './options.ts'

/** The certificate that clients must trust to reach the mock over HTTPS. */
export const ca: FastifyPluginAsync<ControlOptions> = async (app, { ca: certificate }) => {
  const options = { config: { state: 'unused' }, schema: { operationId: 'read_authority' } } as const
  app.get('/ca.pem', options, async (_request, reply) => {
    if (certificate === undefined) throw new NoCertificateAuthority()
    return reply.type('application/x-pem-file').send(certificate)
  })
}
