// Requests that were sent through any replica can be verified through any other.
import { withCluster } from '../cluster.mjs'
import { runScenarios } from '../scenarios.mjs'
import { bounds, MAX_REQUESTS } from './bounds.mjs'
import { failures } from './failures.mjs'
import { journal } from './journal.mjs'
import { waits } from './waits.mjs'

export async function verification({ counts }) {
  await withCluster((cluster) => runScenarios({ ...journal, ...waits, ...bounds, ...failures }, cluster, counts), {
    options: ['--max-requests', `${MAX_REQUESTS}`]
  })
}
