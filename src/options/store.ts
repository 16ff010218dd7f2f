import { Type } from '@sinclair/typebox'
import { grouped } from './grouped.ts'

/** How several servers share their state. */
export const storeOptions = grouped('Replicas', {
  store: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'URL',
      description:
        'share the state with other servers through NATS JetStream, such as nats://a,b,c or tls://user:password@a'
    })
  ),
  storeCreds: Type.Optional(
    Type.String({ minLength: 1, placeholder: 'FILE', description: 'the credentials for NATS: a .creds file' })
  ),
  storeCa: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'FILE',
      description: 'the certificates of the CAs that signed those of NATS, in PEM; the default is those of the system'
    })
  ),
  storePrefix: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{1,32}$',
      requirement: 'expected up to 32 letters, digits, underscores and hyphens',
      placeholder: 'NAME',
      description: 'servers with the same prefix share their state; others can use the same NATS; the default is mock'
    })
  ),
  reads: Type.Optional(
    Type.Union([Type.Literal('linearizable'), Type.Literal('local')], {
      placeholder: 'linearizable|local',
      description:
        'linearizable, the default, shows every change; local responds to reads without asking NATS, and may miss changes that other servers made just before'
    })
  ),
  replica: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_.-]{1,64}$',
      requirement: 'expected up to 64 letters, digits, dots, underscores and hyphens',
      placeholder: 'NAME',
      description: 'the name of this server in /__admin/health; the default is the host name and the process id'
    })
  )
})
