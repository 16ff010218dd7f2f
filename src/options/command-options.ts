import { type Static, Type } from '@sinclair/typebox'
import { MockOptions } from './options.ts'

// The options of all commands except `serve`.

const url = Type.String({
  placeholder: 'URL',
  description: 'the running server; the default is MOCK_URL, or the address that MOCK_HOST and MOCK_PORT configure'
})
const { adminToken } = MockOptions.properties
/** The highest seed of a chaos profile. */
export const MAX_SEED = 2 ** 32 - 1
const sandbox = Type.Optional(
  Type.String({ placeholder: 'NAME', description: "use this sandbox instead of 'default'" })
)

export const HealthOptions = Type.Object({
  url,
  wait: Type.Number({ minimum: 0, default: 0, placeholder: 'SECONDS', description: 'keep trying for this long' }),
  json: Type.Boolean({
    default: false,
    description: 'print JSON on a terminal, too; elsewhere it always is',
    flagOnly: true
  })
})
export type HealthOptions = Static<typeof HealthOptions>

/** For commands about the whole server. */
export const ServerOptions = Type.Object({ url, adminToken })

export const StateOptions = Type.Object({ url, adminToken, sandbox })
export type StateOptions = Static<typeof StateOptions>

const out = Type.Optional(
  Type.String({
    minLength: 1,
    placeholder: 'FILE',
    description: 'write to this file instead of standard output',
    flagOnly: true
  })
)
export const StateOutOptions = Type.Object({ ...StateOptions.properties, out })

export const RequestsOptions = Type.Object({
  ...StateOptions.properties,
  status: Type.Optional(
    Type.Array(
      Type.String({ pattern: '^[1-5](?:[0-9]{2}|xx)$', requirement: 'expected a status such as 401 or 4xx' }),
      {
        placeholder: 'STATUS',
        flagOnly: true,
        description: 'only responses with this status, such as 401 or 4xx'
      }
    )
  ),
  path: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'PATH',
      flagOnly: true,
      description: 'only requests to this path; * matches any characters'
    })
  ),
  trace: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'ID',
      flagOnly: true,
      description: 'only requests with this trace id in traceparent'
    })
  ),
  test: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'NAME',
      flagOnly: true,
      description: 'only requests whose header Mock-Test has this value'
    })
  ),
  requestId: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'ID',
      flagOnly: true,
      description: 'only requests with this X-Request-Id'
    })
  ),
  body: Type.Boolean({ default: false, description: 'also print the bodies', flagOnly: true }),
  follow: Type.Boolean({
    default: false,
    description: 'keep printing requests and responses as they arrive',
    flagOnly: true
  }),
  har: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'FILE',
      flagOnly: true,
      description: 'write the requests with their responses to this file as HAR 1.2; - for standard output'
    })
  ),
  json: Type.Boolean({ default: false, description: 'print JSON', flagOnly: true })
})
export type RequestsOptions = Static<typeof RequestsOptions>

export const HistoryOptions = Type.Object({
  ...StateOptions.properties,
  key: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'KEY',
      description: 'only changes of the record with this key, such as a guid or a user name',
      flagOnly: true
    })
  ),
  limit: Type.Integer({
    minimum: 1,
    maximum: 1000,
    default: 100,
    placeholder: 'N',
    description: 'the maximum number of changes',
    flagOnly: true
  })
})

export const CoverageOptions = Type.Object({
  ...StateOptions.properties,
  allSandboxes: Type.Boolean({
    default: false,
    description: 'all sandboxes together, also dropped ones',
    flagOnly: true
  }),
  min: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 100,
      placeholder: 'N',
      description: 'exit with 1 if fewer percent of the rules are demonstrated',
      flagOnly: true
    })
  )
})

export const ChaosOptions = Type.Object({
  ...StateOptions.properties,
  seed: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MAX_SEED,
      placeholder: 'N',
      description: 'for start: the same seed gives the same faults; 1 if omitted',
      flagOnly: true
    })
  ),
  api: Type.Optional(
    Type.Array(Type.String(), {
      placeholder: 'NAME',
      description: 'for start: only requests to this emulated API',
      flagOnly: true
    })
  ),
  limit: Type.Integer({
    minimum: 0,
    maximum: 1000,
    default: 100,
    placeholder: 'N',
    description: 'for report: the maximum number of faults',
    flagOnly: true
  }),
  json: Type.Boolean({ default: false, description: 'for report: print JSON', flagOnly: true })
})

export const ResetOptions = Type.Object({
  ...StateOptions.properties,
  // No variable: in a container, MOCK_FIXTURES is the option of the server.
  fixtures: Type.Optional(
    Type.String({ placeholder: 'NAME', description: 'reset to this fixture set instead', flagOnly: true })
  )
})
export type ResetOptions = Static<typeof ResetOptions>

export const LoadOptions = Type.Object({
  ...StateOptions.properties,
  name: Type.Optional(
    Type.String({
      placeholder: 'NAME',
      description: 'the name of the new fixture set; the default is the file name without its extension'
    })
  )
})
export type LoadOptions = Static<typeof LoadOptions>

/** @param label what the records are called */
export const Count = (label: string) =>
  Type.Integer({
    minimum: 0,
    maximum: 10_000_000,
    default: 1000,
    placeholder: 'N',
    description: `the number of ${label}`
  })

/** Each emulated API adds an option for the number of its users. */
export const GenerateOptions = Type.Object({
  seed: Type.Integer({ minimum: 0, default: 1, placeholder: 'N', description: 'the same seed gives the same users' }),
  out
})
export type GenerateOptions = Static<typeof GenerateOptions>

/** For commands without options. */
export const NoOptions = Type.Object({})
