// The replicas of a cluster are one server: what one of them changes, all others show with the next request.
import { withCluster } from '../cluster.mjs'
import { runScenarios } from '../scenarios.mjs'
import { cutOff } from './cut-off.mjs'
import { events } from './events.mjs'
import { freezes } from './freezes.mjs'
import { localReads } from './local-reads.mjs'
import { lostStreams } from './lost-streams.mjs'
import { sandboxes } from './sandboxes.mjs'
import { starts } from './starts.mjs'
import { state } from './state.mjs'

export async function replicas({ counts }) {
  await withCluster((cluster) => runScenarios({ ...state, ...sandboxes, ...events, ...freezes }, cluster, counts))
  await withCluster((cluster) => runScenarios({ ...starts, ...lostStreams, ...cutOff }, cluster, counts), {
    count: 1,
    nodeCount: 1
  })
  await withCluster((cluster) => runScenarios(localReads, cluster, counts), { options: ['--reads', 'local'] })
}
