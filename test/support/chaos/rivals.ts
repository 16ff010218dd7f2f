import type { StartOptions } from '../followed-server.ts'
import type { RunningProgram } from '../program.ts'
import { within } from '../within.ts'
import { type Action, end, restart, type Scene, writeForAWhile } from './scene.ts'

const REFUSED = /another atrium-atms-mock/

/** How another process can name the same directory: by its path, by a symbolic link, and with another TMPDIR. */
function waysOf({ other: { link, temporary } }: Scene): [StartOptions, ...StartOptions[]] {
  const env = { TMPDIR: temporary }
  return [{}, { path: link }, { env }, { path: link, env }]
}

/** Another server must not start on the directory, whether the one that has it is busy or frozen. */
export const second: Action = async (scene, label) => {
  const { server, dice } = scene
  const isFrozen = dice.coin
  await writeForAWhile(scene)
  if (isFrozen) server.signal('SIGSTOP')
  const way = dice.pick(waysOf(scene))
  const what = `a second server${isFrozen ? ' beside a frozen one' : ''} ${JSON.stringify(way)}`
  await requireRefusal(scene, server.launch(way), `${label}: ${what}`)
  if (isFrozen) server.signal('SIGCONT')
  await server.pause()
  await server.check(`${label}: the first server`)
  await end(scene, label)
  await restart(scene, label)
}

/** If several servers start at once, exactly one gets the directory. */
export const race: Action = async (scene, label) => {
  const { t, server, dice } = scene
  await writeForAWhile(scene)
  await end(scene, label)
  const all = dice.shuffle(waysOf(scene)).map((way) => server.launch(way))
  const started = await Promise.allSettled(all.map(({ ready }) => within(ready, 'a server starts or ends')))
  const winners = all.filter((_, i) => started[i]?.status === 'fulfilled')
  t.equal(winners.length, 1, `${label}: one of ${all.length} starts`)
  for (const each of all) if (!winners.includes(each)) await requireRefusal(scene, each, `${label}: another one`)
  if (winners[0] !== undefined) await server.follow(winners[0])
  await server.check(label)
}

async function requireRefusal({ t }: Scene, { ready, ended, output, process }: RunningProgram, label: string) {
  const outcome = Promise.race([ended, ready.catch(() => ended)])
  const code = await within(outcome, `${label}: it starts or ends`, () => output.err)
  if (typeof code === 'string' && code.startsWith('http')) process.kill('SIGKILL')
  t.equal(code, 1, `${label}: it does not start`)
  t.match(output.err, REFUSED, `${label}: it says why`)
}
