// Other servers next to the mock: how many requests they handle, how soon they start, and how much memory they use.
import { join } from 'node:path'
import { median } from '../measure.mjs'
import { hasJava, JVM_WARM_UP, writeJsonServerFile, writeStubs } from '../peers.mjs'
import { microseconds, peerRow, whole } from '../report.mjs'
import { create, reads } from '../requests.mjs'
import { jsonServer, wiremock } from '../servers.mjs'
import { startOnce } from './start.mjs'

const TURNS = 7

const theirCreate = [{ method: 'POST', path: '/users', body: '{"identifier":"bench-{n}"}' }]

export async function* others(context) {
  const { folder, mock, small, load } = context
  const ours = await mock(small, join(folder, 'beside'))
  const theirs = await jsonServer(writeJsonServerFile(folder, small))
  const compare = (requests, own) => load.compare({ server: theirs, requests }, { server: ours, requests: own }, TURNS)
  yield comparedRow('json-server: read one user', await compare(reads(small), reads(small)), 'no credentials')
  yield comparedRow('json-server: create', await compare(theirCreate, create), 'writes its whole file; no credentials')
  await theirs.stop()
  if (hasJava()) yield* compareWithWiremock(ours, context)
  else yield peerRow('WireMock', ['', '', '', 'not measured: Java is missing'])
  await ours.stop()
}

async function* compareWithWiremock(ours, { folder, mock, small, load, warmUp, starts }) {
  const stubs = writeStubs(folder, small)
  const theirs = await wiremock(stubs)
  const compare = (requests) => load.compare({ server: theirs, requests }, { server: ours, requests }, TURNS)
  await load.rate(theirs, [...reads(small), ...create], JVM_WARM_UP * warmUp)
  yield comparedRow('WireMock: read one user', await compare(reads(small)), 'one fixed stub for all users')
  yield comparedRow('WireMock: create', await compare(create), 'one fixed stub; keeps nothing')
  await theirs.stop()

  const turns = []
  for (let n = 0; n < Math.min(starts, TURNS); n++) {
    const first = await startOnce(() => wiremock(stubs), '/w0/users')
    turns.push({ of: first, to: await startOnce(() => mock(small, join(folder, `beside-${n}`)), '/users') })
  }
  const row = (what, member, unit) => {
    const [of, to] = [median(turns.map((turn) => turn.of[member])), median(turns.map((turn) => turn.to[member]))]
    return peerRow(`WireMock: ${what}`, [
      (of / to).toFixed(2),
      '',
      `${whole(of)} ${unit} against ${whole(to)} ${unit}`,
      ''
    ])
  }
  yield row('process start to first response, time', 'time', 'ms')
  yield row('memory at rest', 'memory', 'MiB')
}

const comparedRow = (what, { ratio, of, to, cpu }, differs) =>
  peerRow(what, [
    ratio.toFixed(2),
    `${cpu.ratio.toFixed(2)} (${microseconds(cpu.of)} against ${microseconds(cpu.to)})`,
    `${whole(of)}/s against ${whole(to)}/s`,
    differs
  ])
