import { Type } from '@sinclair/typebox'

const closed = { additionalProperties: false }
const Count = (description: string) => Type.Integer({ minimum: 0, description })
const Moment = (description: string) => Type.String({ format: 'date-time', description })

export const Health = Type.Object(
  {
    status: Type.Literal('healthy'),
    message: Type.String(),
    version: Type.String(),
    uptimeInSeconds: Count('Since the process started.'),
    timestamp: Moment('The time now.')
  },
  closed
)

export const Certificate = Type.String({ description: 'A certificate in PEM.' })

export const Version = Type.Object({ version: Type.String() }, closed)

export const Counts = Type.Object(
  {
    atriumUsers: Count('Users of Atrium.'),
    atmsUsers: Count('Users of the ATMS.'),
    userGroups: Count('User groups of the ATMS.'),
    credentials: Count('Pairs of credentials of Atrium.'),
    tokens: Count('Tokens of the ATMS.')
  },
  closed
)

const FixtureName = Type.String({
  pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
  description: 'The name of a fixture set.'
})
const SandboxName = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'The name of a sandbox.' })

/** A fixture set may be named by a file outside the naming rules; what is saved keeps to them. */
export const FixtureSetSummary = Type.Object(
  {
    name: Type.String({ description: 'What a reset calls it.' }),
    source: Type.String({ description: 'Its file, or `memory`.' }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of its content.' }),
    counts: Counts
  },
  closed
)
export const UnusableFixtureSet = Type.Object(
  {
    name: Type.String({ description: 'As its file is called.' }),
    error: Type.String({ description: 'Why it cannot be used: to read the set tells all that is wrong with it.' })
  },
  closed
)
export const FixtureSets = Type.Object(
  { fixtures: Type.Array(Type.Union([FixtureSetSummary, UnusableFixtureSet])) },
  closed
)

export const SandboxSummary = Type.Object(
  {
    name: SandboxName,
    created: Moment('When it came into being.'),
    lastUsed: Moment('When a request last belonged to it.'),
    fixtures: Type.String({ description: 'The fixture set that a reset goes back to.' }),
    counts: Counts,
    requests: Type.Integer({ description: 'How many requests are in its journal.' })
  },
  closed
)
export const Sandboxes = Type.Object({ sandboxes: Type.Array(SandboxSummary) }, closed)

/** What a reset, or a new sandbox, is to start from: without a name, the fixtures that it has. */
export const FixturesChoice = Type.Object({ fixtures: Type.Optional(FixtureName) }, closed)

export const Done = Type.Object({}, { ...closed, description: 'Nothing more to say.' })

export const ErrorBody = Type.Object(
  {
    errors: Type.Array(
      Type.Object(
        {
          code: Type.Integer({ description: 'The status, or 10 for a document that is not valid.' }),
          title: Type.String({ description: 'What was wrong.' }),
          detail: Type.Optional(Type.String({ description: 'What was expected there.' })),
          source: Type.Optional(
            Type.Object({ pointer: Type.String({ description: 'A JSON pointer into the document.' }) }, closed)
          )
        },
        closed
      ),
      { description: 'The first hundred.' }
    ),
    meta: Type.Optional(Type.Object({ total: Count('All that was wrong.') }, closed))
  },
  closed
)

export const FixtureParams = Type.Object({ name: FixtureName })
export const SandboxParams = Type.Object({ name: SandboxName })
