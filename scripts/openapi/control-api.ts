import { join } from 'node:path'
import type { Api } from '../../src/api/define-api.ts'
import { Profiles } from '../../src/chaos/profiles.ts'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { packageRoot, readVersion } from '../../src/common/version.ts'
import { RequestMetrics } from '../../src/control/metrics/request-metrics.ts'
import { control } from '../../src/control/plugin.ts'
import { FixtureLibrary } from '../../src/fixtures/fixture-library.ts'
import { libraryOptions } from '../../src/mock/library-options.ts'
import { openSandboxes } from '../../src/mock/open-sandboxes.ts'
import { Redaction } from '../../src/wiremock/journal/redaction.ts'
import type { PublishedApi } from './published-api.ts'

/** The control API of a server with these emulated APIs. */
export async function controlApi(apis: readonly Api[]): Promise<PublishedApi> {
  const library = new FixtureLibrary(apis, { builtIn: join(packageRoot, 'fixtures') })
  const options = libraryOptions({}, apis)
  const sandboxes = await openSandboxes(options, apis, await library.get('empty'), new MemoryBudget(), {})
  const controlOptions = {
    ...options,
    ...sandboxes,
    apis,
    library,
    profiles: new Profiles(undefined),
    version: readVersion(),
    redaction: new Redaction([]),
    behavior: new Map(),
    routesFor: () => undefined,
    requests: new RequestMetrics(),
    stop: () => {}
  }
  return {
    name: 'admin',
    title: 'control API',
    prefix: '/__admin',
    plugin: async (app) => void app.register(control, controlOptions),
    credential: { headers: { Authorization: 'adminToken' }, scheme: 'Bearer' }
  }
}
