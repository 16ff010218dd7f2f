import t from 'tap'
import { connections } from './http/connections.ts'
import { listening } from './http/listening.ts'
import { representations } from './http/representations.ts'
import { requestTargets } from './http/targets.ts'

t.test('request targets', requestTargets)
t.test('connections', connections)
t.test('listening', listening)
t.test('representations', representations)
