import type { Tool } from './tool.ts'
import { chaosTools } from './tools/chaos.ts'
import { coverageTools } from './tools/coverage.ts'
import { fixtureTools } from './tools/fixtures.ts'
import { historyTools } from './tools/history.ts'
import { requestTools } from './tools/requests.ts'
import { stateTools } from './tools/state.ts'
import { stubTools } from './tools/stubs.ts'

/** All tools, by their names. */
export const TOOLS: ReadonlyMap<string, Tool> = new Map(
  [...stateTools, ...fixtureTools, ...requestTools, ...stubTools, ...chaosTools, ...historyTools, ...coverageTools].map(
    (tool) => [tool.name, tool]
  )
)
