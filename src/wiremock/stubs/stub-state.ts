import { createHash } from 'node:crypto'
import { toJson } from '../../common/exact-json.ts'
import { nextTurn } from '../../common/timers.ts'
import { Collection } from '../../state/collection.ts'
import type { Stub, StubMapping, StubUse } from './stub-mapping.ts'
import { StubTable } from './stub-table.ts'

/** The stubs of a sandbox, how often they were used, and the states of their scenarios: an immutable value. */
export interface StubState {
  /** By id, in order of creation. */
  readonly stubs: Collection<Stub>
  readonly uses: Collection<StubUse>
  /** The state of each scenario that has left `Started`. */
  readonly scenarios: ReadonlyMap<string, string>
  /** The order of the next stub. */
  readonly nextOrder: number
  /** The hash of the `--stubs` files that these stubs are based on. */
  readonly files: string
}

/** What the files of the `--stubs` folder contain. */
export interface StubFiles {
  readonly mappings: readonly StubMapping[]
  /** The mappings that take effect: of several with the same id, the last. */
  readonly distinct: ReadonlySet<StubMapping>
  /** Tells whether the files have changed. */
  readonly sha256: string
  /** What a sandbox starts with; all of them share it. */
  readonly initial: StubState
  /** The table of the initial stubs. Sorting thousands of them takes a while, so they share it, too. */
  table(): StubTable
}

/** A change to the stubs of a sandbox. */
export type StubChange =
  | { readonly op: 'stubs'; readonly remove?: readonly string[] | 'all'; readonly put?: readonly StubMapping[] }
  /** Back to the stubs of the `--stubs` folder. */
  | { readonly op: 'resetStubs'; readonly files: StubFiles }
  /** The files of the `--stubs` folder have changed. */
  | { readonly op: 'fileStubs'; readonly files: StubFiles }
  /** Stubs were written into the `--stubs` folder: these are in its files now, and others are not. */
  | { readonly op: 'savedStubs'; readonly ids: readonly string[]; readonly sha256: string }
  | { readonly op: 'useStub'; readonly uses: readonly StubUse[]; readonly scenario?: ScenarioStep }
  /** `state` is omitted to return to the start. */
  | { readonly op: 'scenario'; readonly name: string; readonly state?: string }
  | { readonly op: 'resetScenarios' }

export interface ScenarioStep {
  readonly name: string
  readonly state: string
}

const BY_ID = { key: ({ mapping }: Stub) => mapping.document.id }
const emptyStubs = () => Collection.builder<Stub>(BY_ID).build()
const noUses = () => Collection.builder<StubUse>({ key: useKey })
const emptyUses = () => noUses().build()

/** The key of a count. */
export const useKey = ({ id, pair }: Pick<StubUse, 'id' | 'pair'>): string =>
  pair === undefined ? id : `${id} ${pair}`

const noStubs = (files: string): StubState => ({
  stubs: emptyStubs(),
  uses: emptyUses(),
  scenarios: new Map(),
  nextOrder: 1,
  files
})

export function stubFilesOf(mappings: readonly StubMapping[]): StubFiles {
  const sum = new DocumentsDigest()
  for (const mapping of mappings) sum.add(mapping)
  return stubFiles(mappings, sum)
}

/** The same for many mappings, in several turns of the event loop. */
export async function stubFilesInTurns(mappings: readonly StubMapping[]): Promise<StubFiles> {
  const sum = new DocumentsDigest()
  for (const [i, mapping] of mappings.entries()) {
    sum.add(mapping)
    if (i % MAPPINGS_PER_TURN === 0) await nextTurn()
  }
  return stubFiles(mappings, sum)
}

function stubFiles(mappings: readonly StubMapping[], sum: DocumentsDigest): StubFiles {
  const sha256 = sum.end()
  const stubs = Collection.builder<Stub>(BY_ID)
  // The last mapping with an id takes the place of the first.
  const byId = new Map(mappings.map((mapping) => [mapping.document.id, mapping]))
  const distinct = new Set(byId.values())
  let nextOrder = 1
  for (const mapping of distinct) stubs.add({ mapping, order: nextOrder++, source: 'file' })
  const initial = { ...noStubs(sha256), stubs: stubs.build(), nextOrder }
  let table: StubTable | undefined
  return {
    mappings,
    distinct,
    sha256,
    initial,
    table() {
      table ??= new StubTable(initial.stubs)
      return table
    }
  }
}

const MAPPINGS_PER_TURN = 200

/** The hash of a JSON array with the documents of mappings, which may be too long for one text. */
class DocumentsDigest {
  readonly #hash = createHash('sha256').update('[')
  #separator = ''

  add({ document }: StubMapping): void {
    this.#hash.update(this.#separator).update(toJson(document))
    this.#separator = ','
  }

  end(): string {
    return this.#hash.update(']').digest('hex')
  }
}

/** The stubs that a sandbox starts with: those of the `--stubs` folder. */
export const stubsFromFiles = ({ initial, sha256 }: StubFiles): StubState =>
  // A stored change may be based on earlier files, which is noticed later.
  initial.files === sha256 ? initial : { ...initial, files: sha256 }

/** Replaces the stubs that came from files; those of the control API stay. */
function withFileStubs(state: StubState, { mappings, sha256 }: StubFiles): StubState {
  const fromFiles = [...state.stubs].filter(({ source }) => source === 'file')
  const ids = fromFiles.map(({ mapping }) => mapping.document.id)
  const others = { ...removeStubs(state, ids), files: sha256 }
  return withoutUnnamedScenarios(putStubs(others, mappings, 'file'))
}

/** The stubs after a change. */
export function applyStubChange(state: StubState, change: StubChange): StubState {
  switch (change.op) {
    case 'stubs': {
      const { remove = [], put = [] } = change
      // After the new stubs were added: a scenario continues if one of them names it.
      return withoutUnnamedScenarios(
        putStubs(remove === 'all' ? noStubs(state.files) : removeStubs(state, remove), put, 'api')
      )
    }
    case 'resetStubs':
      return stubsFromFiles(change.files)
    case 'fileStubs':
      return withFileStubs(state, change.files)
    case 'savedStubs':
      return withSources(state, change.ids, change.sha256)
    case 'useStub': {
      const uses = change.uses.reduce((uses, use) => put(uses, useKey(use), use), state.uses)
      return { ...state, uses, scenarios: withStep(state.scenarios, change.scenario) }
    }
    case 'scenario': {
      const { name, state: to } = change
      if (to !== undefined) return { ...state, scenarios: withStep(state.scenarios, { name, state: to }) }
      return { ...state, scenarios: new Map([...state.scenarios].filter(([known]) => known !== name)) }
    }
    case 'resetScenarios':
      return { ...state, scenarios: new Map() }
  }
}

function withSources(state: StubState, ids: readonly string[], files: string): StubState {
  const inFiles = new Set(ids)
  let { stubs } = state
  for (const stub of state.stubs) {
    const source = inFiles.has(stub.mapping.document.id) ? 'file' : 'api'
    if (stub.source !== source) stubs = stubs.replace({ ...stub, source })
  }
  return { ...state, stubs, files }
}

function putStubs(state: StubState, added: readonly StubMapping[], source: Stub['source']): StubState {
  let { stubs, nextOrder } = state
  const replacedStubs: Stub[] = []
  for (const mapping of added) {
    const { id } = mapping.document
    // A stub that replaces another keeps its place and starts counting again.
    const replaced = stubs.get(id)
    if (replaced === undefined) stubs = stubs.add({ mapping, order: nextOrder++, source })
    else {
      stubs = stubs.replace({ mapping, order: replaced.order, source })
      replacedStubs.push(replaced)
    }
  }
  return { ...state, stubs, uses: withoutUses(state.uses, replacedStubs), nextOrder }
}

function removeStubs(state: StubState, ids: readonly string[]): StubState {
  const removed = ids.flatMap((id) => state.stubs.get(id) ?? [])
  const stubs = ids.reduce((stubs, id) => stubs.remove(id), state.stubs)
  return { ...state, stubs, uses: withoutUses(state.uses, removed) }
}

/** The counts without those of some stubs. A stub with a seed may have any number of them. */
function withoutUses(uses: Collection<StubUse>, stubs: readonly Stub[]): Collection<StubUse> {
  if (uses.size === 0) return uses
  const ids = stubs.map(({ mapping }) => mapping.document.id)
  if (stubs.every(({ mapping }) => mapping.usage.seed === undefined))
    return ids.reduce((uses, id) => uses.remove(id), uses)
  const gone = new Set(ids)
  const others = noUses()
  for (const use of uses) if (!gone.has(use.id)) others.add(use)
  return others.build()
}

const put = <T extends object>(records: Collection<T>, key: string, record: T): Collection<T> =>
  records.get(key) === undefined ? records.add(record) : records.replace(record)

function withStep(scenarios: StubState['scenarios'], step: ScenarioStep | undefined): StubState['scenarios'] {
  return step === undefined ? scenarios : new Map(scenarios).set(step.name, step.state)
}

/** As in WireMock, a scenario ends with the last stub that names it. */
function withoutUnnamedScenarios(state: StubState): StubState {
  if (state.scenarios.size === 0) return state
  const named = new Set([...state.stubs].map(({ mapping }) => mapping.document.scenarioName))
  return { ...state, scenarios: new Map([...state.scenarios].filter(([name]) => named.has(name))) }
}
