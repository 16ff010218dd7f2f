import type { FastifyPluginAsync } from 'fastify'

/** The certificate that a client has to trust before it can speak HTTPS to the mock. */
export const authority: FastifyPluginAsync<{ readonly ca: string }> = async (app, { ca }) => {
  app.get('/ca.pem', async (_request, reply) => reply.type('application/x-pem-file').send(ca))
}
