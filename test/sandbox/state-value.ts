import { hash } from 'node:crypto'
import { apis } from '../../src/apis/index.ts'
import type { FixtureSet } from '../../src/fixtures/fixture-set.ts'
import { fixtureText } from '../../src/fixtures/fixture-text.ts'
import type { UploadedState } from '../../src/sandbox/changes.ts'
import type { SandboxState } from '../../src/sandbox/sandbox-state.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { storedStubs } from '../../src/wiremock/stubs/stub-json.ts'
import { stubFilesOf } from '../../src/wiremock/stubs/stub-state.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { fixedStubs, fixtureSetOf, sandboxOptions, sourcesOf } from '../support/sandbox-options.ts'
import { idOf, type StepSources } from './random-steps.ts'

/** The contents of a sandbox as plain values: equal values are equal states. */
export const plainOf = ({ revision, apis: state, stubs, settings, fixtures }: SandboxState) => ({
  revision,
  records: textOf(state),
  counters: Object.fromEntries(Object.entries(state).map(([api, { counters }]) => [api, counters])),
  stubs: storedStubs(stubs),
  settings,
  fixtures: { name: fixtures.name, sha256: fixtures.sha256 }
})

const textOf = (state: SandboxState['apis']): string => [...fixtureText(apis, state)].join('')

const users = (count: number) => Array.from({ length: count }, (_, n) => ({ guid: guid(n), identifier: `user-${n}` }))
const withUsers = (count: number) => fixture({ atrium: { credentials: [], users: users(count) } })

function uploaded(document: object): UploadedState {
  const content = JSON.stringify(document)
  const { state } = fixtureSetOf(document)
  return { state, sha256: hash('sha256', content), bytes: content.length }
}

/** The values that random steps choose from. */
export const stepSources: StepSources = {
  fixtures: [fixtureSetOf(fixture(), 'one'), fixtureSetOf(withUsers(3), 'three')],
  fileStubs: stubFilesOf(
    compileStored([
      { id: idOf(0), request: { urlPath: '/users' }, scenarioName: 's', newScenarioState: 'next' },
      { id: idOf(9), request: { urlPath: '/api/Users' }, metadata: { mock: { times: 2 } } }
    ])
  ),
  states: [uploaded(withUsers(2)), uploaded(withUsers(0))]
}

/** The fixture sets that the log of a sandbox refers to. */
export const storedSets: readonly FixtureSet[] = [
  ...stepSources.fixtures,
  ...stepSources.states.map((state) => ({ name: 'uploaded', source: 'memory', ...state }))
]

/** The options of a sandbox that random steps change. */
export const stepOptions = () =>
  sandboxOptions({
    fileStubs: fixedStubs(stepSources.fileStubs),
    sources: sourcesOf(storedSets, fixedStubs(stepSources.fileStubs)),
    maxHistory: 10_000,
    maxRequests: 1
  })
