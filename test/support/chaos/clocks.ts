import { readdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readJson } from '../calls.ts'
import { send } from '../kill-writers.ts'
import { type Action, end, restart, until, writeForAWhile } from './scene.ts'

/** The folders of libraries. Some systems have one for each architecture. */
const ROOTS = ['/usr/lib', '/usr/lib64', '/usr/local/lib']

/** The path of libfaketime, if it is installed. */
export function findClockLibrary(): string | undefined {
  for (const root of ROOTS) {
    for (const folder of ['', ...namesIn(root).filter((name) => name.endsWith('-linux-gnu'))]) {
      const path = join(root, folder, 'faketime', 'libfaketimeMT.so.1')
      if (namesIn(join(path, '..')).includes('libfaketimeMT.so.1')) return path
    }
  }
  return undefined
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Seconds: minutes, a day, a year. */
const STEPS = [-300, 300, -86_400, 86_400, 31_536_000] as const

/** The clock of the machine steps while clients write, forwards or backwards. */
export const clockStep: Action = async (scene, label) => {
  const { t, server, dice, folder, clockLibrary } = scene
  if (clockLibrary === undefined) return
  await end(scene, label)
  const file = join(folder, 'time')
  writeFileSync(file, '+0s')
  await server.start({
    env: {
      LD_PRELOAD: clockLibrary,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DISABLE_SHM: '1',
      // A step changes the wall clock, and neither the monotonic clock nor the times of files.
      DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1'
    }
  })
  await server.check(label)
  await send(server.url, 'PUT', '/__admin/sandboxes/clock', {})
  await writeForAWhile(scene)
  const step = dice.pick(STEPS)
  writeFileSync(file, `${step < 0 ? '' : '+'}${step}s`)
  await until(async () => {
    const { timestamp } = await readJson(server, '/__admin/health')
    return Math.abs(Date.parse(timestamp) - Date.now() - step * 1000) < 60_000
  }, 'the clock of the server has stepped')
  await dice.wait(200)
  await server.pause()
  await server.check(`${label}: after a step of ${step} s`)
  const { sandboxes } = await readJson(server, '/__admin/sandboxes')
  t.match(sandboxes, [{ name: 'default' }, { name: 'clock' }], `${label}: no sandbox expires because of a step`)
  await writeForAWhile(scene)
  await end(scene, label)
  await rm(file)
  await restart(scene, `${label}: back at the real time`)
}
