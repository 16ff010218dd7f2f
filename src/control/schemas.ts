import { type TString, Type } from '@sinclair/typebox'

// The published schemas that do not depend on the emulated APIs.

export const closed = { additionalProperties: false }
export const Count = (description: string) => Type.Integer({ minimum: 0, description })
export const Moment = (description: string): TString => Type.String({ format: 'date-time', description })

export const Certificate = Type.String({ description: 'A certificate in PEM.' })

export const Liveness = Type.Object({ status: Type.Literal('alive') }, closed)

export const Metrics = Type.String({ description: 'Metrics in the text format of Prometheus.' })

export const Version = Type.Object({ version: Type.String() }, closed)

const FixtureName = Type.String({
  pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
  description: 'The name of a fixture set.'
})
export const SandboxName = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'The name of a sandbox.' })

export const ReadOnlySet = Type.Optional(
  Type.Boolean({
    description: 'Whether it is built in or a file of yours, so that it can be neither replaced nor deleted.'
  })
)

export const UnusableFixtureSet = Type.Object(
  {
    name: Type.String({ description: 'The name of the fixture set.' }),
    error: Type.String({ description: 'Why it cannot be used. Reading the set lists all problems.' }),
    readOnly: ReadOnlySet
  },
  closed
)

/** The fixtures of a reset or of a new sandbox; without a name, the current ones. */
export const FixturesChoice = Type.Object({ fixtures: Type.Optional(FixtureName) }, closed)

const evicted = (what: string) =>
  Count(`How many ${what} were evicted since the server started, by any limit, including those of dropped sandboxes.`)

export const MemoryUse = Type.Object(
  {
    limit: Count('The limit: `--max-memory`.'),
    used: Count('The sum of the following members.'),
    requests: Count('Requests in progress. Together with everything else, they may exceed the limit.'),
    bodies: Count('Rendered response bodies. They are evicted first.'),
    coverage: Count(
      'Requests that left a journal before the coverage has evaluated them, and what it knows. Evicted next.'
    ),
    history: Count('The histories of all sandboxes. They are evicted next.'),
    journals: Count('The request journals of all sandboxes. Their oldest entries are evicted last.'),
    stubs: Count('All stubs, and deleted ones that journals or histories still show.'),
    records: Count('Fixture sets, sandboxes, and the records that they do not share.'),
    evicted: Type.Object(
      {
        bodies: evicted('bodies'),
        coverage: evicted('parts of the coverage'),
        history: evicted('changes'),
        journals: evicted('journal entries')
      },
      closed
    )
  },
  { ...closed, description: 'What the memory of the server is used for, estimated in bytes.' }
)

/** The result of a reset of all sandboxes. */
export const AllReset = Type.Object({ sandboxes: Count('How many sandboxes were reset.') }, closed)

export const Done = Type.Object({}, { ...closed, description: 'An empty object.' })

export const ErrorBody = Type.Object(
  {
    errors: Type.Array(
      Type.Object(
        {
          code: Type.Integer({ description: 'The status, or 10 if a document is invalid.' }),
          title: Type.String({ description: 'What is wrong.' }),
          detail: Type.Optional(Type.String({ description: 'What was expected at the pointer.' })),
          source: Type.Optional(
            Type.Object({ pointer: Type.String({ description: 'A JSON pointer into the document.' }) }, closed)
          )
        },
        closed
      ),
      { description: 'The first hundred problems.' }
    ),
    meta: Type.Optional(Type.Object({ total: Count('The number of all problems.') }, closed))
  },
  closed
)

export const FixtureParams = Type.Object({ name: FixtureName })
export const SandboxParams = Type.Object({ name: SandboxName })
