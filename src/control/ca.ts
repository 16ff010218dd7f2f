import type { FastifyPluginAsync } from 'fastify'
import { NoAuthority } from './errors.ts'
import type { AdminOptions } from './plugin.ts'

/** The certificate that a client has to trust before it can speak HTTPS to the mock. */
export const authority: FastifyPluginAsync<Pick<AdminOptions, 'ca'>> = async (app, { ca }) => {
  app.get('/ca.pem', { schema: { operationId: 'read_authority' } }, async (_request, reply) => {
    if (ca === undefined) throw new NoAuthority()
    return reply.type('application/x-pem-file').send(ca)
  })
}
