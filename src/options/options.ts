import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox'

// The schemas define the types, defaults, checks, flags, environment variables and help of the options. The option `dataDir` is the
// flag --data-dir and the variable MOCK_DATA_DIR. `placeholder` is what --help shows for the value.

/** As browsers send it: in lower case, and without the default port. */
const ORIGIN =
  '(?!http://.*:80$|https://.*:443$)[a-z][a-z0-9+.-]*://(?:[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*\\.?|\\[[0-9a-f:]+\\])(?::[0-9]{1,5})?'
const AN_ORIGIN = 'an origin such as http://localhost:5173, in lower case, without a path and a default port'

/** The options of a mock, started by the library or by `serve`. */
export const MockOptions = Type.Object({
  port: Type.Integer({
    minimum: 0,
    maximum: 65535,
    default: 3000,
    placeholder: 'N',
    description: 'the port; 0 for any free port'
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
    description: 'the initial state: the name of a fixture set, or a file'
  }),
  fixturesDir: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'DIR',
      description: 'a folder of fixture files, to use by name for --fixtures and resets'
    })
  ),
  dataDir: Type.String({
    minLength: 1,
    default: '.mock',
    placeholder: 'DIR',
    description: 'the folder that keeps the state between runs'
  }),
  ephemeral: Type.Boolean({ default: false, description: 'keep everything in memory, write no files' }),
  fresh: Type.Boolean({ default: false, description: 'discard the saved state and start from the fixtures' }),
  auth: Type.Union([Type.Literal('strict'), Type.Literal('any')], {
    default: 'strict',
    placeholder: 'strict|any',
    description: 'any accepts all non-empty credentials; an @ suffix still selects a sandbox'
  }),
  guidSeed: Type.String({
    default: 'atrium-atms-mock',
    placeholder: 'TEXT',
    description: 'the seed for the guids of new users; the same seed gives the same guids'
  }),
  maxSandboxes: Type.Integer({
    minimum: 1,
    default: 1000,
    placeholder: 'N',
    description: 'the maximum number of sandboxes'
  }),
  sandboxTtl: Type.Integer({
    minimum: 1,
    default: 3600,
    placeholder: 'SECONDS',
    description: 'drop sandboxes idle for this long'
  }),
  watch: Type.Boolean({ default: false, description: 'reset when the fixture file changes' }),
  tlsPort: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 65535,
      placeholder: 'N',
      description: 'also serve HTTPS on this port; 0 for any free port'
    })
  ),
  tlsCert: Type.Optional(
    Type.String({
      placeholder: 'FILE',
      description: 'the certificate for HTTPS, in PEM; the default is signed by a built-in CA'
    })
  ),
  tlsKey: Type.Optional(
    Type.String({ placeholder: 'FILE', description: 'the private key of the certificate, in PEM' })
  ),
  tlsName: Type.Optional(
    Type.Array(Type.String({ pattern: '^[A-Za-z0-9*_.:-]+$', requirement: 'expected a host name or address' }), {
      placeholder: 'NAME',
      description: 'an additional host name or address for the certificate'
    })
  ),
  cors: Type.Optional(
    Type.Array(Type.String({ pattern: `^(?:\\*|${ORIGIN})$`, requirement: `expected * or ${AN_ORIGIN}` }), {
      placeholder: 'ORIGIN',
      description: 'allow web pages of this origin to call the emulated APIs; * for any'
    })
  ),
  adminOrigin: Type.Optional(
    Type.Array(Type.String({ pattern: `^${ORIGIN}$`, requirement: `expected ${AN_ORIGIN}` }), {
      placeholder: 'ORIGIN',
      description: 'allow web pages of this origin to use /__admin'
    })
  ),
  allowHost: Type.Optional(
    Type.Array(
      Type.String({
        pattern: '^[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.?$',
        requirement: 'expected a host name such as mock.example.com, without a scheme, port and wildcard'
      }),
      { placeholder: 'NAME', description: 'an additional host name under which /__admin and /docs are served' }
    )
  ),
  adminToken: Type.Optional(
    Type.String({
      minLength: 1,
      secret: true,
      placeholder: 'TEXT',
      description: 'bearer token required by /__admin; others can see flags, so prefer the variable'
    })
  ),
  noAdmin: Type.Boolean({ default: false, description: 'disable /__admin, except for the health check' }),
  stubs: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'DIR',
      description: 'a folder of WireMock mapping files, or with mappings/ and __files/, loaded at startup and on reset'
    })
  ),
  maxRequests: Type.Integer({
    minimum: 1,
    default: 10_000,
    placeholder: 'N',
    description: 'the maximum number of journal entries of each sandbox'
  }),
  maxRequestBytes: Type.Integer({
    minimum: 1,
    default: 32 * 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description: 'the maximum size of the journal of each sandbox'
  }),
  maxJournalBytes: Type.Integer({
    minimum: 1,
    default: 256 * 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description: 'the maximum size of all journals and histories together, as a part of --max-memory'
  }),
  maxMemory: Type.Optional(
    Type.Integer({
      minimum: 1,
      bytes: true,
      placeholder: 'SIZE',
      description: "the maximum memory for the state, journals and histories; the default is half of Node's heap limit"
    })
  ),
  maxHistory: Type.Integer({
    minimum: 0,
    default: 1000,
    placeholder: 'N',
    description: 'the maximum number of changes in the history of each sandbox'
  }),
  uploadLimit: Type.Integer({
    minimum: 1,
    default: 2 * 1024 * 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description: 'the maximum size of an uploaded state or fixture set'
  }),
  allowShutdown: Type.Boolean({ default: false, description: 'allow POST /__admin/shutdown to stop the server' }),
  bodyLimit: Type.Integer({
    minimum: 1,
    maximum: 256 * 1024 * 1024,
    default: 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description: 'the maximum body size of API requests, such as 1MiB, 500KiB or 4096; up to 256MiB'
  })
})
export type MockOptions = Static<typeof MockOptions>

/** Adds the options that the emulated APIs declare. */
export function withApiOptions<T extends TObject>(
  options: T,
  apis: readonly { readonly options: Readonly<Record<string, TSchema>> }[]
): T {
  const ofApis = Object.assign({}, ...apis.map((api) => api.options))
  return { ...options, ...Type.Object({ ...options.properties, ...ofApis }) }
}

const LogLevel = Type.Union(
  [Type.Literal('silent'), Type.Literal('error'), Type.Literal('warn'), Type.Literal('info')],
  {
    placeholder: 'silent|error|warn|info',
    description: 'info logs each request; the default is info on a terminal, otherwise warn'
  }
)
export type LogLevel = Static<typeof LogLevel>

export const ServeOptions = Type.Object({
  ...MockOptions.properties,
  logLevel: Type.Optional(LogLevel),
  json: Type.Boolean({
    default: false,
    description: 'write one JSON object per line, the first when the server is ready'
  })
})
export type ServeOptions = Static<typeof ServeOptions>
