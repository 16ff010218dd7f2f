import { randomAt, seedOf } from '../../common/random.ts'
import { stateOfScenario } from './scenarios.ts'
import type { Stub, StubUse } from './stub-mapping.ts'
import type { StubMatches } from './stub-matches.ts'
import type { StubChange, StubState } from './stub-state.ts'
import type { StubTable } from './stub-table.ts'

/** The stub that responds to a request, and the change that its use causes. */
export interface TakenStub {
  /** `undefined` if no stub responds. */
  readonly stub: Stub | undefined
  /** `undefined` if the use changes nothing. */
  readonly change: StubChange | undefined
}

/**
 * Finds the stub that responds to a request. A stub with a limit or a probability counts the requests for which it was tried, whether or not
 * it responds.
 *
 * @param table the stubs of the state
 * @param matches which stubs match the request
 * @param seed for `probability`: the same seed gives the same results
 */
export function takeStub(state: StubState, table: StubTable, matches: StubMatches, seed: string): TakenStub {
  const uses: StubUse[] = []
  const stub = table.first(matches.view.path, (candidate) => {
    if (!matches.includes(candidate.mapping) || !isInState(state, candidate)) return false
    const tried = tryStub(state, candidate, seed)
    if (tried.use !== undefined) uses.push(tried.use)
    return tried.isTaken
  })
  const scenario = stub && stepOf(state, stub)
  const isChanged = uses.length > 0 || scenario !== undefined
  return { stub, change: isChanged ? { op: 'useStub', uses, ...(scenario && { scenario }) } : undefined }
}

function isInState({ scenarios }: StubState, { mapping: { document } }: Stub): boolean {
  const { scenarioName, requiredScenarioState: required } = document
  return scenarioName === undefined || required === undefined || stateOfScenario(scenarios, scenarioName) === required
}

/** `after` skips the first requests, `times` limits the use, and `probability` uses the stub for a share of the other requests. */
function tryStub({ uses }: StubState, { mapping, order }: Stub, seed: string): { isTaken: boolean; use?: StubUse } {
  const { times, after = 0, probability } = mapping.usage
  if (times === undefined && after === 0 && probability === undefined) return { isTaken: true }
  const { id } = mapping.document
  const { tried, used } = uses.get(id) ?? { tried: 0, used: 0 }
  const isTaken =
    tried >= after &&
    (times === undefined || used < times) &&
    (probability === undefined || randomAt(seedOf(`${seed}:stub:${order}`), tried) < probability)
  return { isTaken, use: { id, tried: tried + 1, used: used + Number(isTaken) } }
}

function stepOf({ scenarios }: StubState, { mapping: { document } }: Stub) {
  const { scenarioName: name, newScenarioState: state } = document
  if (name === undefined || state === undefined || stateOfScenario(scenarios, name) === state) return undefined
  return { name, state }
}
