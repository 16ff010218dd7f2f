import type { Test } from 'tap'
import type { Pauses } from '../../src/common/pauses.ts'
import { listen } from '../../src/http/listen.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { appFor } from './app.ts'

/** Opens a port for a server that a test has assembled, and closes everything afterwards. @returns its URL */
export async function listening(
  t: Test,
  server: Awaited<ReturnType<typeof appFor>>,
  pauses: Pauses,
  sandbox: Sandbox
): Promise<string> {
  await server.ready()
  const listener = await listen(server.routing, '127.0.0.1', 0)
  t.teardown(async () => {
    pauses.endAll()
    sandbox.dispose()
    await listener.close()
  })
  return `http://127.0.0.1:${listener.port}`
}
