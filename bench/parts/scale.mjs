// With a million users (half of them in each API), next to a thousand.
import { join } from 'node:path'
import { median } from '../measure.mjs'
import { cpuTimeOf, memoryOf } from '../process-usage.mjs'
import { comparedRow, targetRow } from '../report.mjs'
import { create, guidsOf, list, pages, reads, sample, send } from '../requests.mjs'

const CALLS = 25

export async function* scale({ folder, mock, small, large, load, deletions }) {
  const file = large()
  const few = await mock(small, join(folder, 'few'))
  const begun = performance.now()
  const many = await mock(file, join(folder, 'many'))
  const seconds = (performance.now() - begun) / 1000
  yield targetRow({
    what: 'start with a million users',
    figure: seconds,
    digits: 1,
    unit: ' s',
    target: { atMost: 10 },
    cpu: `${(cpuTimeOf(many.pid) / 1000).toFixed(1)} s`
  })
  const memory = memoryOf(many.pid)
  yield targetRow({
    what: 'memory with a million users',
    figure: memory,
    digits: 0,
    unit: ' MiB',
    target: { atMost: 1200 }
  })
  const compare = (requests, base = requests) =>
    load.compare({ server: many, requests }, { server: few, requests: base })
  yield comparedRow('read one user, of a million against of a thousand', 0.9, await compare(reads(file), reads(small)))
  yield comparedRow('list 25 users, the same', 0.9, await compare(list))
  yield comparedRow('create, durable, the same', 0.9, await compare(create))
  yield comparedRow(
    'pages at the end against pages at the start, after deletions',
    0.9,
    await afterDeletions({ file, many, load, deletions })
  )
  yield* calls(many)
  await Promise.all([few.stop(), many.stop()])
}

async function afterDeletions({ file, many, load, deletions }) {
  const guids = guidsOf(file)
  for (const guid of sample(guids, deletions)) await send(many, 'DELETE', `/users/${guid}`)
  const last = Math.floor((guids.length - deletions) / 25)
  const count = Math.min(1500, last >> 1)
  return load.compare(
    { server: many, requests: pages(last - count, count) },
    { server: many, requests: pages(1, count) }
  )
}

/** Single calls that must not take longer because there are many users. */
async function* calls(server) {
  const row = async (what, call) =>
    targetRow({
      what: `${what}, with a million users`,
      figure: await timeOf(call),
      digits: 1,
      unit: ' ms',
      target: { atMost: 5 }
    })
  yield await row('reset', {
    before: (n) => send(server, 'POST', '/users', `{"user":{"identifier":"reset-${n}"}}`),
    call: () => send(server, 'POST', '/__admin/reset')
  })
  yield await row('fork: a new sandbox', { call: (n) => send(server, 'PUT', `/__admin/sandboxes/fork-${n}`) })
  yield await row('first request to a new sandbox', { call: (n) => send(server, 'GET', `/sandboxes/new-${n}/users`) })
}

/** The median time of a call in milliseconds. */
async function timeOf({ before = async () => undefined, call }) {
  const times = []
  for (let n = 0; n < CALLS; n++) {
    await before(n)
    const begun = performance.now()
    await call(n)
    times.push(performance.now() - begun)
  }
  return median(times)
}
