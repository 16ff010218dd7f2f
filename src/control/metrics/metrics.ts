import type { MemoryReport } from '../../common/memory-budget.ts'
import type { LogCounts } from '../../log/log-counts.ts'
import type { SandboxRegistry } from '../../sandbox/registry.ts'
import { BOUNDS, type Histogram } from './histogram.ts'
import type { Metric, Sample } from './prometheus-text.ts'
import type { RequestMetrics, RouteRequests } from './request-metrics.ts'

/** The requests by API, method, route and status, and how long they took. */
export function requestMetrics(metrics: RequestMetrics): Metric[] {
  const all = metrics.all()
  return [
    {
      name: 'mock_requests_total',
      type: 'counter',
      help: 'Requests. The status is none if the connection closed before a response was sent.',
      samples: all.flatMap((requests) =>
        [...requests.statuses].map(([status, value]) => ({ labels: { ...labelsOf(requests), status }, value }))
      )
    },
    {
      name: 'mock_request_duration_seconds',
      type: 'histogram',
      help: 'From the headers of a request to the end of its response, including delays of stubs and waits.',
      samples: all.flatMap((requests) => histogramSamples(requests.duration, labelsOf(requests)))
    }
  ]
}

/** Routes are shown as in the OpenAPI documents. */
const labelsOf = ({ api, method, route }: RouteRequests): { api: string; method: string; route: string } => ({
  api,
  method,
  route: route.replace(/:(\w+)/g, '{$1}')
})

function histogramSamples(histogram: Histogram, labels: Sample['labels'] = {}): Sample[] {
  const counts = histogram.cumulative()
  return [
    ...counts.map((value, i): Sample => ({ suffix: '_bucket', labels: { ...labels, le: BOUNDS[i] ?? '+Inf' }, value })),
    { suffix: '_sum', labels, value: histogram.sum },
    { suffix: '_count', labels, value: counts.at(-1) ?? 0 }
  ]
}

/** The sandboxes, their journals and logs, and the memory that the server counts. */
export function sandboxMetrics(sandboxes: SandboxRegistry): Metric[] {
  const all = sandboxes.all()
  const entries = all.reduce((sum, { journal }) => sum + journal.size, 0)
  return [
    gauge('mock_sandboxes', 'Sandboxes, including default.', all.length),
    gauge('mock_sandboxes_max', 'The maximum number of sandboxes: --max-sandboxes.', sandboxes.max),
    gauge(
      'mock_journal_entries',
      'Requests in the journals of all sandboxes; with --store, in those that this replica has read.',
      entries
    ),
    ...logMetrics(sandboxes.logCounts),
    ...memoryMetrics(sandboxes.memory)
  ]
}

const logMetrics = ({ appends, overtaken, replays }: LogCounts): Metric[] => [
  counter('mock_log_appends_total', 'Changes that this process has stored, in memory or elsewhere.', appends),
  counter('mock_log_conflicts_total', 'Changes that were decided again because another writer was faster.', overtaken),
  counter(
    'mock_log_replays_total',
    'Changes that arrived from the store and were applied, those of this process only if they arrived before their acknowledgement.',
    replays
  )
]

const memoryMetrics = ({ limit, used: _, evicted, ...used }: MemoryReport): Metric[] => [
  gauge('mock_memory_limit_bytes', 'The limit of the memory for data: --max-memory.', limit),
  {
    name: 'mock_memory_used_bytes',
    type: 'gauge',
    help: 'The estimated memory for data, by kind.',
    samples: Object.entries(used).map(([kind, value]) => ({ labels: { kind }, value }))
  },
  {
    name: 'mock_evicted_total',
    type: 'counter',
    help: 'Entries that were evicted, by any limit. Those of kind journals are requests.',
    samples: Object.entries(evicted).map(([kind, value]) => ({ labels: { kind }, value }))
  }
]

/** The process. Names without the prefix are those of the client libraries of Prometheus. */
export function processMetrics(delays: Histogram, version: string, now: Date): Metric[] {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  const started = now.getTime() / 1000 - process.uptime()
  return [
    {
      name: 'mock_event_loop_delay_seconds',
      type: 'histogram',
      help: 'How late the event loop was, sampled since the first call of the metrics.',
      samples: histogramSamples(delays)
    },
    { name: 'mock_info', type: 'gauge', help: 'The version.', samples: [{ labels: { version }, value: 1 }] },
    counter('process_cpu_seconds_total', 'Processor time of the process.', (user + system) / 1e6),
    gauge('process_resident_memory_bytes', 'Resident memory of the process.', rss),
    gauge('process_heap_bytes', 'JavaScript heap in use.', heapUsed),
    gauge('process_start_time_seconds', 'When the process started, as Unix time.', started)
  ]
}

const counter = (name: string, help: string, value: number): Metric => single(name, 'counter', help, value)
const gauge = (name: string, help: string, value: number): Metric => single(name, 'gauge', help, value)
const single = (name: string, type: Metric['type'], help: string, value: number): Metric => ({
  name,
  type,
  help,
  samples: [{ value }]
})
