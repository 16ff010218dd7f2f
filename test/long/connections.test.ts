import t from 'tap'
import { openSockets } from '../support/open-sockets.ts'
import { compareWithPipelining } from '../support/pipelined.ts'

t.setTimeout(300_000)

const { PIPELINED_SEED = String(Date.now()) } = process.env

t.test(`17,200 requests get the same responses one by one and pipelined (PIPELINED_SEED=${PIPELINED_SEED})`, (t) =>
  compareWithPipelining(t, PIPELINED_SEED, 17_200)
)

t.test('9,000 open connections each get a response', (t) => openSockets(t, 9000))
