import { setTimeout as sleep } from 'node:timers/promises'
import { call } from '../calls.ts'
import { end, restart, type Scene, until } from './scene.ts'

/** A server notices within this time that its directory is gone, in milliseconds. */
export const NOTICED_WITHIN = 1000
/** A machine with other work may let both processes wait. */
const TOLERANCE = 500
/** A server without trouble for this long has its directory back, in milliseconds. */
const STABLE = 500

/** Waits until the server must have noticed, with clients writing. @param since when it could first have noticed */
export async function requireNotice({ t, server }: Scene, since: number, label: string): Promise<void> {
  await sleep(since + NOTICED_WITHIN + TOLERANCE - performance.now())
  const { status } = await call(server, 'POST', '/users', { user: { identifier: 'atrium late' } })
  t.equal(status, 503, `${label}: the status of a change`)
  const probe = await call(server, 'GET', '/__admin/health')
  t.ok(probe.status === 200 || probe.status === 503, `${label}: the server still responds`)
  await sleep(300)
  const late = Math.round(server.ledger.lastSentAt - since)
  t.ok(late <= NOTICED_WITHIN + TOLERANCE, `${label}: the last acknowledged change was sent after ${late} ms`)
}

/** Waits until changes are accepted again, and checks the server before and after a restart. */
export async function requireRecovery(scene: Scene, label: string): Promise<void> {
  const { server } = scene
  const since = performance.now()
  const lastTrouble = () => Math.max(since, server.ledger.lastRefusedAt)
  await until(() => server.ledger.lastSentAt > lastTrouble() + STABLE, 'changes are accepted again')
  await server.pause()
  await server.check(`${label}: recovered`)
  await end(scene, label)
  await restart(scene, `${label}: recovered and restarted`)
}
