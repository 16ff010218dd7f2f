import t from 'tap'
import { tickShape } from '../src/http/tick-shape.ts'
import { connections } from './http/connections.ts'
import { listening } from './http/listening.ts'
import { representations } from './http/representations.ts'
import { requestTargets } from './http/targets.ts'

t.test('request targets', requestTargets)
t.test('connections', connections)
t.test('listening', listening)
t.test('representations', representations)

t.test('what a tick of Node looks like can be held', async (t) => {
  t.hasProps({ ...tickShape() }, ['callback'])
})
