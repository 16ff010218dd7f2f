import { Type } from '@sinclair/typebox'
import { grouped } from './grouped.ts'

/** Where the server listens. */
export const networkOptions = grouped('Network', {
  port: Type.Integer({
    minimum: 0,
    maximum: 65535,
    default: 3000,
    placeholder: 'N',
    short: 'p',
    description: 'the port; 0 for any free port'
  }),
  host: Type.String({
    minLength: 1,
    default: 'localhost',
    placeholder: 'HOST',
    description: 'the address to listen on; localhost is 127.0.0.1 and ::1'
  }),
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
  )
})
