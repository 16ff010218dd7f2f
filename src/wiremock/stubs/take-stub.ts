import { randomAt, seedOf } from '../../common/random.ts'
import { stateOfScenario } from './scenarios.ts'
import { isChosen, type Occurrence, pairOf, streamOf } from './seeded.ts'
import type { Stub, StubUse } from './stub-mapping.ts'
import type { StubMatches } from './stub-matches.ts'
import { type StubChange, type StubState, useKey } from './stub-state.ts'
import type { StubTable } from './stub-table.ts'

/** The stub that responds to a request, and the change that its use causes. */
export interface TakenStub {
  /** `undefined` if no stub responds. */
  readonly stub: Stub | undefined
  /** Which of the requests to a stub with a seed this is. */
  readonly occurrence: Occurrence | undefined
  /** `undefined` if the use changes nothing. */
  readonly change: StubChange | undefined
}

/**
 * Finds the stub that responds to a request. A stub with a limit, a probability or a seed counts the requests for which it was tried, whether
 * or not it responds.
 *
 * @param table the stubs of the state
 * @param matches which stubs match the request
 * @param seed for `probability` of stubs without a seed: the same seed gives the same results
 */
export function takeStub(state: StubState, table: StubTable, matches: StubMatches, seed: string): TakenStub {
  const uses: StubUse[] = []
  let occurrence: Occurrence | undefined
  const stub = table.first(matches.view.path, (candidate) => {
    if (!isForApi(candidate, matches.api)) return false
    if (!matches.includes(candidate.mapping) || !isInState(state, candidate)) return false
    const tried = tryStub(state, candidate, matches.view, seed)
    if (tried.use !== undefined) uses.push(tried.use)
    if (tried.isTaken) occurrence = tried.occurrence
    return tried.isTaken
  })
  const scenario = stub && stepOf(state, stub)
  const isChanged = uses.length > 0 || scenario !== undefined
  return { stub, occurrence, change: isChanged ? { op: 'useStub', uses, ...(scenario && { scenario }) } : undefined }
}

const isForApi = ({ mapping: { usage } }: Stub, api: string | undefined): boolean =>
  usage.apis === undefined || (api !== undefined && usage.apis.includes(api))

function isInState({ scenarios }: StubState, { mapping: { document } }: Stub): boolean {
  const { scenarioName, requiredScenarioState: required } = document
  return scenarioName === undefined || required === undefined || stateOfScenario(scenarios, scenarioName) === required
}

interface Tried {
  readonly isTaken: boolean
  readonly use?: StubUse
  readonly occurrence?: Occurrence | undefined
}

/** `after` skips the first requests, `times` limits the use, and `probability` uses the stub for a share of the other requests. */
function tryStub(
  { uses }: StubState,
  { mapping, order }: Stub,
  { method, path }: StubMatches['view'],
  seed: string
): Tried {
  const { times, after = 0, probability, seed: own } = mapping.usage
  if (times === undefined && after === 0 && probability === undefined && own === undefined) return { isTaken: true }
  const { id } = mapping.document
  const counter = own === undefined ? { id } : { id, pair: pairOf(method, path) }
  const { tried, used } = uses.get(useKey(counter)) ?? { tried: 0, used: 0 }
  const occurrence =
    own === undefined || counter.pair === undefined ? undefined : { stream: streamOf(own, counter.pair), n: tried + 1 }
  const isLucky = (share: number): boolean =>
    occurrence === undefined ? randomAt(seedOf(`${seed}:stub:${order}`), tried) < share : isChosen(occurrence, share)
  const isTaken =
    tried >= after && (times === undefined || used < times) && (probability === undefined || isLucky(probability))
  return { isTaken, use: { ...counter, tried: tried + 1, used: used + Number(isTaken) }, occurrence }
}

function stepOf({ scenarios }: StubState, { mapping: { document } }: Stub) {
  const { scenarioName: name, newScenarioState: state } = document
  if (name === undefined || state === undefined || stateOfScenario(scenarios, name) === state) return undefined
  return { name, state }
}
