import fc from 'fast-check'
import * as atms from '../../src/apis/atms/users.ts'
import { GuidSequence } from '../../src/apis/atrium/guid-sequence.ts'
import * as atrium from '../../src/apis/atrium/users.ts'
import type { FixtureSet } from '../../src/fixtures/fixture-set.ts'
import type { Decision, UploadedState } from '../../src/sandbox/changes.ts'
import type { SandboxState } from '../../src/sandbox/sandbox-state.ts'
import type { Collection } from '../../src/state/collection.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { StubMatches } from '../../src/wiremock/stubs/stub-matches.ts'
import { type StubFiles, stubFilesOf } from '../../src/wiremock/stubs/stub-state.ts'
import { StubTable } from '../../src/wiremock/stubs/stub-table.ts'
import { takeStub } from '../../src/wiremock/stubs/take-stub.ts'
import { anyText } from '../support/any-text.ts'

export const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const text = anyText(6)
const pick = fc.nat({ max: 1000 })
const isDisabled = fc.boolean()
const identifier = fc.option(fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), text))
const scenario = fc.constantFrom('s', '__proto__', 'two\nlines')
const scenarioState = fc.constantFrom('Started', 'next', '')
const PATHS = ['/users', '/api/Users', '/other?page=1']

const mapping = fc.record(
  {
    id: fc.nat({ max: 5 }).map(idOf),
    name: text,
    priority: fc.integer({ min: 1, max: 3 }),
    request: fc.constantFrom(
      {},
      { urlPath: '/users' },
      { urlPathPattern: '/(api/)?Users?', method: 'GET', headers: { 'X-Test': { absent: true } } },
      { url: '/other?page=1', bodyPatterns: [{ equalToJson: '{"a":[1,null]}', ignoreArrayOrder: true }] }
    ),
    response: fc.constantFrom(
      { status: 503, body: 'é\u2028' },
      { jsonBody: { a: [null, 1.5] }, headers: { 'X-A': ['1', '2'] } },
      { base64Body: 'AAEC', fault: 'EMPTY_RESPONSE' as const },
      { transformers: ['emulate'] }
    ),
    scenarioName: scenario,
    requiredScenarioState: scenarioState,
    newScenarioState: scenarioState,
    metadata: fc.record(
      {
        mock: fc.record(
          { times: fc.nat({ max: 3 }), after: fc.nat({ max: 3 }), probability: fc.constantFrom(0, 0.5, 1) },
          { requiredKeys: [], noNullPrototype: true }
        )
      },
      { noNullPrototype: true }
    )
  },
  { requiredKeys: ['id'], noNullPrototype: true }
)

const settings = fc.constantFrom(
  {},
  { fixedDelay: 5, proxyPassThrough: false },
  { fixedDelay: null, delayDistribution: { type: 'lognormal' as const, median: 1, sigma: 0.25 } }
)

const op = <T extends string>(name: T) => fc.constant(name)

/** A random decision as data. `pick` selects an existing record, and sometimes none. */
export const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: op('createUser'), identifier, metadata: fc.option(text) }) },
  { weight: 2, arbitrary: fc.record({ op: op('updateUser'), pick, identifier, isDisabled }) },
  { weight: 1, arbitrary: fc.record({ op: op('deleteUser'), pick }) },
  { weight: 3, arbitrary: fc.record({ op: op('createAccount'), name: fc.constantFrom('ann', 'ANN', 'éva', 'bob') }) },
  { weight: 2, arbitrary: fc.record({ op: op('disableAccount'), pick, isDisabled }) },
  { weight: 1, arbitrary: fc.record({ op: op('deleteAccount'), pick }) },
  { weight: 3, arbitrary: fc.record({ op: op('putStubs'), mappings: fc.array(mapping, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ op: op('removeStubs'), picks: fc.array(pick, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ op: op('replaceStubs'), mappings: fc.array(mapping, { maxLength: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ op: op('resetStubs') }) },
  { weight: 1, arbitrary: fc.record({ op: op('fileStubs'), mappings: fc.array(mapping, { maxLength: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ op: op('savedStubs'), picks: fc.array(pick, { maxLength: 3 }) }) },
  { weight: 6, arbitrary: fc.record({ op: op('useStub'), url: fc.constantFrom(...PATHS) }) },
  { weight: 2, arbitrary: fc.record({ op: op('setScenario'), name: scenario, to: fc.option(scenarioState) }) },
  { weight: 1, arbitrary: fc.record({ op: op('resetScenarios') }) },
  { weight: 1, arbitrary: fc.record({ op: op('settings'), settings }) },
  { weight: 1, arbitrary: fc.record({ op: op('state'), pick }) },
  { weight: 1, arbitrary: fc.record({ op: op('reset'), pick }) },
  { weight: 1, arbitrary: fc.record({ op: op('resetRecords'), pick }) }
)
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** The values that steps choose from. */
export interface StepSources {
  readonly fixtures: readonly [FixtureSet, ...FixtureSet[]]
  readonly fileStubs: StubFiles
  readonly states: readonly [UploadedState, ...UploadedState[]]
}

const GUIDS = { guids: new GuidSequence('seed'), limit: undefined }

/** Decides a step on a state. @throws the errors of the APIs */
export function decide(step: Step, state: SandboxState, sources: StepSources): Decision<unknown> {
  switch (step.op) {
    case 'createUser':
      return atrium.createUser(state, { identifier: step.identifier, metadata: step.metadata }, GUIDS)
    case 'updateUser': {
      const guid = picked(atrium.usersOf(state), step.pick)?.guid ?? 'nobody'
      return atrium.updateUser(state, guid, { identifier: step.identifier, is_disabled: step.isDisabled })
    }
    case 'deleteUser':
      return atrium.deleteUser(state, picked(atrium.usersOf(state), step.pick)?.guid ?? 'nobody')
    case 'createAccount': {
      const fields = { DisplayName: 'x', UserGroupName: 'operators', Email: null, Phone: null }
      return atms.createUser(state, { Username: step.name, ...fields })
    }
    case 'disableAccount':
      return atms.setDisabled(state, picked(atms.usersOf(state), step.pick)?.Username ?? 'nobody', step.isDisabled)
    case 'deleteAccount':
      return atms.deleteUser(state, picked(atms.usersOf(state), step.pick)?.Username ?? 'nobody')
    case 'putStubs':
      return made({ op: 'stubs', put: compileStored(step.mappings) })
    case 'removeStubs': {
      const stubs = step.picks.map((pick) => picked(state.stubs.stubs, pick)?.mapping.document.id ?? 'none')
      return made({ op: 'stubs', remove: stubs })
    }
    case 'replaceStubs':
      return made({ op: 'stubs', remove: 'all', put: compileStored(step.mappings) })
    case 'resetStubs':
      return made({ op: 'resetStubs', files: sources.fileStubs })
    case 'fileStubs':
      return made({ op: 'fileStubs', files: stubFilesOf(compileStored(step.mappings)) })
    case 'savedStubs': {
      const ids = step.picks.map((pick) => picked(state.stubs.stubs, pick)?.mapping.document.id ?? 'none')
      return made({ op: 'savedStubs', ids, sha256: 'of saved files' })
    }
    case 'useStub': {
      const request = {
        method: 'GET',
        url: step.url,
        rawHeaders: [],
        receivedAt: 0,
        body: Buffer.from('{"a":[null,1]}')
      }
      const { stub, change } = takeStub(state.stubs, new StubTable(state.stubs.stubs), new StubMatches(request), 'seed')
      return { change, result: stub?.mapping.document.id }
    }
    case 'setScenario':
      return made({ op: 'scenario', name: step.name, ...(step.to !== null && { state: step.to }) })
    case 'resetScenarios':
      return made({ op: 'resetScenarios' })
    case 'settings':
      return made({ op: 'settings', settings: step.settings })
    case 'state':
      return made({ op: 'state', uploaded: chosen(sources.states, step.pick) })
    case 'reset':
      return made({ op: 'reset', fixtures: chosen(sources.fixtures, step.pick), files: sources.fileStubs })
    case 'resetRecords':
      return made({ op: 'resetRecords', fixtures: chosen(sources.fixtures, step.pick) })
  }
}

const made = (change: Decision<null>['change']): Decision<null> => ({ change, result: null })

const picked = <T extends object>(records: Collection<T>, pick: number): T | undefined =>
  records.slice(pick % (records.size + 1), 1)[0]

const chosen = <T>(all: readonly [T, ...T[]], pick: number): T => all[pick % all.length] ?? all[0]
