import t from 'tap'
import { bodyCache } from './http/body-cache.ts'
import { closing } from './http/closing.ts'
import { connections } from './http/connections.ts'
import { exchanges } from './http/exchanges.ts'
import { listening } from './http/listening.ts'
import { pipelining } from './http/pipelining.ts'
import { plugins } from './http/plugins.ts'
import { requestTargets } from './http/targets.ts'
import { throwing } from './http/throwing.ts'

t.test('request targets', requestTargets)
t.test('connections', connections)
t.test('exchanges like those of node:http', exchanges)
t.test('connections that are closed', closing)
t.test('listening', listening)
t.test('pipelining', pipelining)
t.test('body cache', bodyCache)
t.test('plugins of Fastify', plugins)
t.test('internal errors', throwing)
