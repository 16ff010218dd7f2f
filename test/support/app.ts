import { join } from 'node:path'
import { apis } from '../../src/apis/index.ts'
import { Profiles } from '../../src/chaos/profiles.ts'
import { packageRoot } from '../../src/common/version.ts'
import { FixtureLibrary } from '../../src/fixtures/fixture-library.ts'
import { BodyCache } from '../../src/http/body-cache.ts'
import type { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { app } from '../../src/server/app.ts'
import { createServer } from '../../src/server/fastify.ts'
import { Redaction } from '../../src/wiremock/journal/redaction.ts'
import { type FileStubs, noFileStubs } from '../../src/wiremock/stubs/file-stubs.ts'

export const builtInLibrary = () => new FixtureLibrary(apis, { builtIn: join(packageRoot, 'fixtures') })

/** The application that serves these sandboxes, without a port. */
export async function appFor(
  sandboxes: SandboxRegistry,
  failure: (error: Error) => void,
  { guidSeed = 'seed', fileStubs = noFileStubs }: { guidSeed?: string; fileStubs?: FileStubs } = {}
) {
  const server = createServer(apis, 1024)
  await server.register(app, {
    apis,
    apiOptions: { behavior: new Map(), bodies: new BodyCache() },
    sandboxes,
    library: builtInLibrary(),
    fileStubs,
    profiles: new Profiles(undefined),
    redaction: new Redaction([]),
    origin: { start: 'fresh', directory: undefined },
    behavior: new Map(),
    followed: [],
    version: '0',
    noAdmin: false,
    exposeRequestId: false,
    uploadLimit: 2 ** 20,
    guidSeed,
    allowShutdown: false,
    stop() {},
    events: { failure }
  })
  return server
}
