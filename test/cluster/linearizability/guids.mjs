// The guids that each new sandbox assigns: the servers have the same seed.
import { call } from '../http.mjs'
import { singleServer, startReplica } from '../replicas.mjs'

/** Asks a server that only it uses. @param count how many */
export async function firstGuids(count) {
  const server = await singleServer()
  await startReplica(server)
  try {
    const guids = []
    while (guids.length < count) {
      const { body } = await call(server, 'POST', '/users', { user: { metadata: '' } })
      guids.push(body.user.guid)
    }
    return guids
  } finally {
    await server.kill()
  }
}
