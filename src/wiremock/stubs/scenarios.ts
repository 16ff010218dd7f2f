import type { ShownMapping } from './mapping-schemas.ts'
import type { Stub } from './stub-mapping.ts'

/** Where every scenario begins. */
const STARTED = 'Started'

/** A scenario in WireMock's shape. */
export interface ShownScenario {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly possibleStates: readonly string[]
  readonly mappings: readonly ShownMapping[]
}

/** In which state each scenario is. A scenario is there as long as a stub names it. */
export class Scenarios {
  readonly #states = new Map<string, string>()

  /** Whether a stub is to be used now. */
  allows({ mapping: { document } }: Stub): boolean {
    const { scenarioName, requiredScenarioState } = document
    if (scenarioName === undefined || requiredScenarioState === undefined) return true
    return this.#stateOf(scenarioName) === requiredScenarioState
  }

  /** Takes note that a stub was used. */
  advance({ mapping: { document } }: Stub): void {
    const { scenarioName, newScenarioState } = document
    if (scenarioName !== undefined && newScenarioState !== undefined) this.#states.set(scenarioName, newScenarioState)
  }

  /** @param state the beginning where none is given */
  set(name: string, state = STARTED): void {
    this.#states.set(name, state)
  }

  /** Begins one anew when it comes again: no stub names it any longer. */
  forget(name: string): void {
    this.#states.delete(name)
  }

  reset(): void {
    this.#states.clear()
  }

  /** All that a list of stubs names, in the order of their names. */
  shown(stubs: Iterable<Stub>): ShownScenario[] {
    const byName = new Map<string, ShownMapping[]>()
    for (const { mapping } of [...stubs].sort((a, b) => a.order - b.order)) {
      const { scenarioName } = mapping.document
      if (scenarioName === undefined) continue
      byName.set(scenarioName, [...(byName.get(scenarioName) ?? []), mapping.document])
    }
    return [...byName]
      .sort(([a], [b]) => Number(a > b) - Number(a < b))
      .map(([name, mappings]) => ({
        id: name,
        name,
        state: this.#stateOf(name),
        possibleStates: statesOf(mappings),
        mappings
      }))
  }

  #stateOf(name: string): string {
    return this.#states.get(name) ?? STARTED
  }
}

const statesOf = (mappings: readonly ShownMapping[]): string[] => {
  const named = mappings.flatMap(({ requiredScenarioState, newScenarioState }) => [
    requiredScenarioState,
    newScenarioState
  ])
  return [...new Set([STARTED, ...named])].filter((state) => state !== undefined)
}
