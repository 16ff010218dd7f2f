import { within } from '../within.ts'
import { type Action, end, restart, writeForAWhile } from './scene.ts'

/** The process is killed, or stopped in an orderly way, while clients write. */
export const ending: Action = async (scene, label) => {
  await writeForAWhile(scene)
  await end(scene, label)
  await restart(scene, label)
}

/** The process is killed while it stops. */
export const killWhileStopping: Action = async (scene, label) => {
  await writeForAWhile(scene)
  scene.server.signal('SIGTERM')
  await scene.dice.wait(30)
  scene.server.signal('SIGKILL')
  await scene.server.ended()
  await restart(scene, label)
}

/** The process is killed while it writes a snapshot of a state in which nothing changes. */
export const killWhenQuiet: Action = async (scene, label) => {
  await writeForAWhile(scene)
  await scene.server.pause()
  await scene.dice.wait(2000)
  await end(scene, label)
  await restart(scene, label)
}

/** The process is killed again and again while it starts. */
export const killWhileStarting: Action = async (scene, label) => {
  await writeForAWhile(scene)
  await end(scene, label)
  for (let n = 0; n < 3; n++) {
    const running = scene.server.launch()
    await scene.dice.wait(400)
    running.process.kill('SIGKILL')
    await within(running.ended, 'a killed process has ended')
  }
  await restart(scene, label)
}

/** The process is frozen while clients write, and continues or is killed. */
export const freeze: Action = async (scene, label) => {
  const { server, dice } = scene
  await writeForAWhile(scene)
  server.signal('SIGSTOP')
  await dice.wait(1500)
  if (dice.coin) {
    server.signal('SIGCONT')
    await dice.wait(200)
    await server.pause()
    await server.check(label)
  } else {
    server.signal('SIGKILL')
    await server.ended()
    await restart(scene, label)
  }
}
