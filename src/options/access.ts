import { Type } from '@sinclair/typebox'
import { grouped } from './grouped.ts'

/** As browsers send it: in lower case, and without the default port. */
const ORIGIN =
  '(?!http://.*:80$|https://.*:443$|(?:ftp|file|wss?)://)[a-z][a-z0-9+.-]*://(?:[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*\\.?|\\[[0-9a-f:]+\\])(?::[0-9]{1,5})?'
const AN_ORIGIN = 'an origin such as http://localhost:5173, in lower case, without a path or default port'

/** Who may call which part of the server. */
export const accessOptions = grouped('Access', {
  auth: Type.Union([Type.Literal('strict'), Type.Literal('any')], {
    default: 'strict',
    placeholder: 'strict|any',
    description: 'any accepts all non-empty credentials; an @ suffix still selects a sandbox'
  }),
  adminToken: Type.Optional(
    Type.String({
      minLength: 1,
      secret: true,
      placeholder: 'TEXT',
      description: 'bearer token required by /__admin; flags appear in process lists, so prefer the variable'
    })
  ),
  adminOrigin: Type.Optional(
    Type.Array(Type.String({ pattern: `^${ORIGIN}$`, requirement: `expected ${AN_ORIGIN}` }), {
      placeholder: 'ORIGIN',
      description: 'allow web pages from this origin to use /__admin'
    })
  ),
  allowHost: Type.Optional(
    Type.Array(
      Type.String({
        pattern: '^[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.?$',
        requirement: 'expected a host name such as mock.example.com, without a scheme, port or wildcard'
      }),
      { placeholder: 'NAME', description: 'an additional host name under which /__admin and /docs are served' }
    )
  ),
  cors: Type.Optional(
    Type.Array(Type.String({ pattern: `^(?:\\*|${ORIGIN})$`, requirement: `expected * or ${AN_ORIGIN}` }), {
      placeholder: 'ORIGIN',
      description: 'allow web pages from this origin to call the emulated APIs; * for any'
    })
  ),
  exposeRequestId: Type.Boolean({
    default: false,
    description: 'responses of the emulated APIs get the header Mock-Request-Id, the id of the request in the journal'
  }),
  noAdmin: Type.Boolean({ default: false, description: 'disable /__admin, except for the health checks' }),
  allowShutdown: Type.Boolean({ default: false, description: 'allow POST /__admin/shutdown to stop the server' })
})
