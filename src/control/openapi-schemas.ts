import { Type } from '@sinclair/typebox'
import type { Api, Records } from '../api/define-api.ts'
import { fixtureSchema } from '../fixtures/fixture-schema.ts'
import { countName } from '../fixtures/fixture-set.ts'
import { perSandboxOptions } from '../sandbox/own-options.ts'
import { SandboxChoice, ShownOptions } from './sandbox-options.ts'
import { Count, closed, MemoryUse, Moment, ReadOnlySet, SandboxName, UnusableFixtureSet } from './schemas.ts'

export type StateSchemas = ReturnType<typeof stateSchemas>

/** The published schemas that depend on the records of the emulated APIs, by their names in the document. */
export function stateSchemas(apis: readonly Api[]) {
  const Counts = countsSchema(apis)
  const ofApis = perSandboxOptions(apis)
  // Files in a folder of fixtures may have names that the server itself would not accept.
  const FixtureSetSummary = Type.Object(
    {
      name: Type.String({ description: 'The name that a reset accepts.' }),
      source: Type.String({ description: 'Its file, or `memory`.' }),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'The hash of its content.' }),
      counts: Counts,
      warnings: Type.Optional(
        Type.Array(Type.String(), {
          description: 'What is valid but probably unintended, such as a set without credentials.'
        })
      ),
      readOnly: ReadOnlySet
    },
    closed
  )
  const FixtureSets = Type.Object({ fixtures: Type.Array(Type.Union([FixtureSetSummary, UnusableFixtureSet])) }, closed)
  const fixtures = Type.String({ description: 'The fixture set that a reset returns to.' })
  const revision = Count('The number of changes so far. It never decreases, not even through a reset.')
  const SandboxSummary = Type.Object(
    {
      name: SandboxName,
      created: Moment('The time of its creation.'),
      lastUsed: Moment('The time of its last request.'),
      fixtures,
      ...ShownOptions(ofApis),
      counts: Counts,
      requests: Type.Integer({ description: 'The number of requests in its journal.' }),
      dropped: Type.Integer({ description: 'How many requests were evicted from its journal.' })
    },
    closed
  )
  const Choice = SandboxChoice(ofApis)
  const Sandboxes = Type.Object({ sandboxes: Type.Array(SandboxSummary) }, closed)
  const ResetResult = Type.Object({ fixtures, counts: Counts, revision }, closed)
  const ServedState = Type.Object(
    {
      fixtures,
      counts: Counts,
      revision,
      start: Type.Union([Type.Literal('fresh'), Type.Literal('resumed')], {
        description: '`resumed` if an earlier run left this state, otherwise `fresh`.'
      }),
      since: Moment('When the server started, or when the sandbox was last reset.'),
      stubs: Count('The number of stubs.'),
      hasDelay: Type.Boolean({ description: 'Whether the settings delay every response.' })
    },
    { ...closed, description: 'The state of the sandbox `default`.' }
  )
  const Health = Type.Object(
    {
      status: Type.Literal('healthy'),
      message: Type.String(),
      version: Type.String(),
      uptimeInSeconds: Count('The time since the process started.'),
      timestamp: Moment('The current time.'),
      replica: Type.Optional(
        Type.String({
          description: 'The name of this server, if it shares its state with others: the option `--replica`.'
        })
      ),
      serving: ServedState,
      behavior: Type.Record(Type.String(), Type.String(), {
        description:
          'The alternatives that all sandboxes follow, by the ids of their rules: the option `--behavior` chooses them.'
      }),
      memory: MemoryUse
    },
    closed
  )
  const Fixture = fixtureSchema(apis)
  return {
    Health,
    ServedState,
    MemoryUse,
    Counts,
    FixtureSetSummary,
    FixtureSets,
    SandboxSummary,
    Sandboxes,
    SandboxChoice: Choice,
    ResetResult,
    Fixture
  }
}

function countsSchema(apis: readonly Records[]) {
  const counts = apis.flatMap(({ name, lists }) =>
    Object.entries(lists).map(([listName, list]) => [
      countName(name, listName, list),
      Count(`The number of ${list.label ?? listName}.`)
    ])
  )
  return Type.Object(Object.fromEntries(counts), closed)
}
