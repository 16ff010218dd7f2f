// The speed of a test suite: parallel workers, each in its own sandbox, repeat one round of calls. Two other servers do as much of the
// same round as they can.
import { join } from 'node:path'
import { runSuite } from '../measure.mjs'
import { hasJava, JVM_WARM_UP, writeJsonServerFile, writeStubs } from '../peers.mjs'
import { suiteRow } from '../report.mjs'
import { jsonServer, wiremock } from '../servers.mjs'
import { jsonServerSuite, mockSuite, wiremockSuite } from '../suites.mjs'

const WORKERS = 64

const does = {
  mock: 'all seven calls: reset, create, read, list, update, delete, verify',
  jsonServer:
    'five calls: create, read, list, update, delete. It cannot reset or verify, and has no sandboxes: each worker has its own id space',
  wiremock:
    'all seven calls, but from stubs: it keeps no users, so no response shows what was created or updated. It has no sandboxes: each worker has its own path, and its reset only removes its own requests from the journal'
}

const failed = ({ message }) => `failed: ${message.split('\r\n')[0]}`

export async function* suite({ folder, mock, small, warmUp, suiteSeconds }) {
  const measured = async (name, server, steps, what) => {
    await runSuite(server, { seconds: JVM_WARM_UP * warmUp, workers: WORKERS, steps })
    const { perSecond, p50, p99, cpu, lost } = await runSuite(server, {
      seconds: suiteSeconds,
      workers: WORKERS,
      steps
    })
    await server.stop()
    const times = [`${p50.toFixed(1)} ms`, `${p99.toFixed(1)} ms`, `${cpu.toFixed(2)} ms`]
    const loss =
      lost > 0 ? `. In ${(lost * 100).toPrecision(2)} % of the rounds, it had lost the record it created` : ''
    return suiteRow(name, [perSecond.toFixed(0), ...times, what + loss])
  }
  // If another server fails, its row says so, and the run continues.
  const peer = (name, ...rest) =>
    measured(name, ...rest).catch((error) => suiteRow(name, ['', '', '', '', failed(error)]))
  yield await measured('atrium-atms-mock', await mock(small, join(folder, 'suite')), mockSuite, does.mock)
  const file = writeJsonServerFile(folder, small)
  yield await peer('json-server', await jsonServer(file), jsonServerSuite, does.jsonServer)
  if (!hasJava()) return yield suiteRow('WireMock', ['', '', '', '', 'not measured: Java is missing'])
  yield await peer('WireMock', await wiremock(writeStubs(folder, small)), wiremockSuite, does.wiremock)
}
