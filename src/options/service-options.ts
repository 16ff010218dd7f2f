import { type Static, Type } from '@sinclair/typebox'

// The options of the commands that call a real service.

/** The address of a service, without the path of its API. */
export const ServiceUrl = Type.String({
  minLength: 1,
  placeholder: 'URL',
  // MOCK_URL is the address of a mock.
  flagOnly: true,
  description: 'the service, such as https://api.example.com, without the paths of its API'
})

export const serviceOptions = {
  api: Type.String({ minLength: 1, placeholder: 'NAME', description: 'the API that it serves' }),
  header: Type.Optional(
    Type.Array(Type.String({ pattern: '^[^:]+:', requirement: "expected 'Name: value'" }), {
      placeholder: "'NAME: VALUE'",
      // Values may contain commas.
      separator: '\n',
      secret: true,
      flagOnly: true,
      description: 'send this header with every request, such as a credential'
    })
  ),
  headersFile: Type.Optional(
    Type.String({ minLength: 1, placeholder: 'FILE', description: 'a file with such headers, one on each line' })
  ),
  cacert: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'FILE',
      description: 'trust the certificates in this file, in PEM, in addition to those of the system'
    })
  ),
  pause: Type.Integer({
    minimum: 0,
    maximum: 3_600_000,
    default: 0,
    placeholder: 'MS',
    description: 'wait this many milliseconds between requests',
    flagOnly: true
  }),
  timeout: Type.Number({
    minimum: 0.001,
    default: 30,
    placeholder: 'SECONDS',
    description: 'how long a response may take',
    flagOnly: true
  })
} as const

const ServiceOptions = Type.Object({ url: ServiceUrl, ...serviceOptions })
export type ServiceOptions = Static<typeof ServiceOptions>
