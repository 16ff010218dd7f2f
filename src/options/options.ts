import { type Static, Type } from '@sinclair/typebox'

// One schema for each group of options: types, defaults, checks, `--help` and the environment come from it. A flag is the name
// in kebab case, its variable the name in upper case behind MOCK_. `placeholder` is what --help shows for the value.

/** What the library and `serve` have in common. */
export const MockOptions = Type.Object({
  port: Type.Integer({
    minimum: 0,
    maximum: 65535,
    default: 3000,
    placeholder: 'N',
    description: 'the port; 0 takes any free one'
  }),
  host: Type.String({
    minLength: 1,
    default: 'localhost',
    placeholder: 'HOST',
    description: 'the address to listen on; localhost is 127.0.0.1 and ::1'
  }),
  fixtures: Type.String({
    minLength: 1,
    default: 'default',
    placeholder: 'NAME|FILE',
    description: 'the state to begin with: a set that comes with the server, or a file'
  }),
  fixturesDir: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'DIR',
      description: 'a folder of own fixture files, which --fixtures and resets take by name'
    })
  ),
  dataDir: Type.String({
    minLength: 1,
    default: '.mock',
    placeholder: 'DIR',
    description: 'where the state is kept between runs'
  }),
  ephemeral: Type.Boolean({ default: false, description: 'keep everything in memory' }),
  fresh: Type.Boolean({ default: false, description: 'begin anew, whatever the data directory holds' }),
  auth: Type.Union([Type.Literal('strict'), Type.Literal('any')], {
    default: 'strict',
    placeholder: 'strict|any',
    description: 'any takes every credential that is not empty; what follows an @ names a sandbox all the same'
  }),
  atriumUserLimit: Type.Optional(
    Type.Integer({
      minimum: 0,
      placeholder: 'N',
      description: 'how many Atrium users there may be; the real sandbox has 100'
    })
  ),
  guidSeed: Type.String({
    default: 'atrium-atms-mock',
    placeholder: 'TEXT',
    description: 'the same seed gives new users the same guids'
  }),
  maxSandboxes: Type.Integer({
    minimum: 1,
    default: 1000,
    placeholder: 'N',
    description: 'how many sandboxes there may be'
  }),
  sandboxTtl: Type.Integer({
    minimum: 1,
    default: 3600,
    placeholder: 'SECONDS',
    description: 'how long a sandbox is kept that nobody uses'
  }),
  watch: Type.Boolean({ default: false, description: 'reset when the fixture file is edited' }),
  tlsPort: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 65535,
      placeholder: 'N',
      description: 'serve HTTPS too, on this port; 0 takes any free one'
    })
  ),
  tlsCert: Type.Optional(
    Type.String({
      placeholder: 'FILE',
      description: 'the certificate to serve, in PEM; without one, an authority of its own signs one'
    })
  ),
  tlsKey: Type.Optional(
    Type.String({ placeholder: 'FILE', description: 'the private key of that certificate, in PEM' })
  ),
  tlsName: Type.Optional(
    Type.Array(Type.String({ pattern: '^[A-Za-z0-9*_.:-]+$' }), {
      placeholder: 'NAME',
      description: 'another name or address that clients call it by, for its certificate'
    })
  ),
  cors: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'ORIGIN',
      description: 'let pages of this origin call the APIs from a browser; * for any'
    })
  ),
  adminToken: Type.Optional(
    Type.String({
      minLength: 1,
      secret: true,
      placeholder: 'TEXT',
      description: 'what /__admin asks for as Authorization: Bearer TEXT'
    })
  ),
  noAdmin: Type.Boolean({ default: false, description: 'turn /__admin off, but for its health' }),
  stubs: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'DIR',
      description: 'WireMock mapping files, there from the start and after a reset'
    })
  ),
  maxRequests: Type.Integer({
    minimum: 1,
    default: 1000,
    placeholder: 'N',
    description: 'how many requests the journal of a sandbox keeps'
  }),
  maxRequestBytes: Type.Integer({
    minimum: 1,
    default: 8 * 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description: 'how much memory the journal of a sandbox takes'
  }),
  maxJournalBytes: Type.Integer({
    minimum: 1,
    default: 256 * 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description: 'how much memory all journals take together'
  }),
  allowShutdown: Type.Boolean({ default: false, description: 'let POST /__admin/shutdown stop the server' }),
  bodyLimit: Type.Integer({
    minimum: 1,
    maximum: 256 * 1024 * 1024,
    default: 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description: 'the largest body of an API request; 1MiB, 500KiB, or bytes; at most 256MiB'
  })
})
export type MockOptions = Static<typeof MockOptions>

const LogLevel = Type.Union(
  [Type.Literal('silent'), Type.Literal('error'), Type.Literal('warn'), Type.Literal('info')],
  {
    placeholder: 'silent|error|warn|info',
    description: 'info writes a line for each request; the default on a terminal, elsewhere it is warn'
  }
)
export type LogLevel = Static<typeof LogLevel>

export const ServeOptions = Type.Object({
  ...MockOptions.properties,
  logLevel: Type.Optional(LogLevel),
  json: Type.Boolean({
    default: false,
    description: 'write one JSON object a line, the first when the server is ready'
  })
})
export type ServeOptions = Static<typeof ServeOptions>

const url = Type.String({
  placeholder: 'URL',
  description: 'the running server; without it, where MOCK_HOST and MOCK_PORT say, in a container its own server'
})
const { adminToken } = MockOptions.properties
const sandbox = Type.Optional(
  Type.String({ placeholder: 'NAME', description: 'a sandbox, instead of the default one' })
)

export const HealthOptions = Type.Object({
  url,
  wait: Type.Number({ minimum: 0, default: 0, placeholder: 'SECONDS', description: 'how long to wait for the server' })
})
export type HealthOptions = Static<typeof HealthOptions>

export const StateOptions = Type.Object({ url, adminToken, sandbox })
export type StateOptions = Static<typeof StateOptions>

export const RequestsOptions = Type.Object({
  ...StateOptions.properties,
  json: Type.Boolean({ default: false, description: 'print JSON, as a pipeline keeps it', flagOnly: true })
})
export type RequestsOptions = Static<typeof RequestsOptions>

export const ResetOptions = Type.Object({
  ...StateOptions.properties,
  // Without a variable: MOCK_FIXTURES says what the server in the same container was started with.
  fixtures: Type.Optional(
    Type.String({ placeholder: 'NAME', description: 'another fixture set to go back to', flagOnly: true })
  )
})
export type ResetOptions = Static<typeof ResetOptions>

export const LoadOptions = Type.Object({
  ...StateOptions.properties,
  name: Type.String({ placeholder: 'NAME', description: 'what the fixture set is called from then on' })
})
export type LoadOptions = Static<typeof LoadOptions>

const Count = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 10_000_000, default: 1000, placeholder: 'N', description })

export const GenerateOptions = Type.Object({
  atriumUsers: Count('how many Atrium users'),
  atmsUsers: Count('how many ATMS users'),
  seed: Type.Integer({ minimum: 0, default: 1, placeholder: 'N', description: 'the same seed gives the same users' }),
  out: Type.String({ minLength: 1, placeholder: 'FILE', description: 'the fixture file to write' })
})
export type GenerateOptions = Static<typeof GenerateOptions>

/** No options at all. */
export const NoOptions = Type.Object({})
