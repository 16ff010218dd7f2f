import type { ShownMapping } from './mapping-schemas.ts'
import type { StubState } from './stub-state.ts'

/** The state that every scenario starts in. */
const STARTED = 'Started'

/** A scenario in WireMock's shape. */
export interface ShownScenario {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly possibleStates: readonly string[]
  readonly mappings: readonly ShownMapping[]
}

export const stateOfScenario = (scenarios: StubState['scenarios'], name: string): string =>
  scenarios.get(name) ?? STARTED

/** All scenarios that a stub names, sorted by name. */
export function scenariosIn({ stubs, scenarios }: StubState): ShownScenario[] {
  const byName = new Map<string, ShownMapping[]>()
  for (const { mapping } of [...stubs].sort((a, b) => a.order - b.order)) {
    const { scenarioName } = mapping.document
    if (scenarioName === undefined) continue
    const known = byName.get(scenarioName)
    if (known === undefined) byName.set(scenarioName, [mapping.document])
    else known.push(mapping.document)
  }
  return [...byName]
    .sort(([a], [b]) => Number(a > b) - Number(a < b))
    .map(([name, mappings]) => ({
      id: name,
      name,
      state: stateOfScenario(scenarios, name),
      possibleStates: possibleStates(mappings),
      mappings
    }))
}

function possibleStates(mappings: readonly ShownMapping[]): string[] {
  const named = mappings.flatMap((mapping) => [mapping.requiredScenarioState, mapping.newScenarioState])
  return [...new Set(named)].filter((state) => state !== undefined)
}
