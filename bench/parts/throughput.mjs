// Requests per second, next to bare Fastify.
import { join } from 'node:path'
import { comparedRow } from '../report.mjs'
import { create, list, reads } from '../requests.mjs'
import { bare } from '../servers.mjs'

export async function* throughput({ folder, mock, small, load }) {
  const [base, ours] = [await bare(small), await mock(small, join(folder, 'data'))]
  const compare = (requests) => load.compare({ server: ours, requests }, { server: base, requests })
  yield comparedRow('read one user', 0.75, await compare(reads(small)))
  yield comparedRow('list 25 users', 1.4, await compare(list))
  yield comparedRow('create, durable', 0.5, await compare(create))
  await Promise.all([base.stop(), ours.stop()])
}
