import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { sleep } from '../../common/timers.ts'
import type { StoreConnection } from './connect.ts'
import { StoreError } from './errors.ts'

/** What a stream needs besides its name and subjects. */
export type StreamSettings = Pick<StreamConfig, 'name' | 'subjects'> & Partial<StreamConfig>

/** In milliseconds: how long a start waits for a cluster that is electing its leaders. */
const PATIENCE = 20_000
const BETWEEN_ATTEMPTS = 500
/** In milliseconds: a lost acknowledgement can be asked for again within this time. */
const DUPLICATE_WINDOW = 120_000
/** The format of the messages, in the metadata of each stream. A version that raises it also raises that of the streams which it finds. */
const FORMAT = 1
/** The first version of NATS whose messages can expire one by one. */
const NEEDED = [2, 11] as const

/**
 * Creates a stream, unless it exists. Several servers may do so at the same time. In a cluster, three nodes store it.
 *
 * @throws StoreError
 */
export async function openStream({ nats, manager }: StoreConnection, settings: StreamSettings): Promise<void> {
  requireVersion(nats.info?.version)
  const replicas = replicasOf({ nats })
  const config = {
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    num_replicas: replicas,
    allow_rollup_hdrs: true,
    allow_msg_ttl: true,
    allow_direct: true,
    duplicate_window: nanos(DUPLICATE_WINDOW),
    metadata: { format: String(FORMAT) },
    ...settings
  }
  await patiently(config.name, () => ensureStream(manager, config), replicas)
}

/**
 * Repeats a task at the start: a cluster may be electing its leaders.
 *
 * @param name what is needed, for people
 * @throws StoreError
 */
export async function patiently<T>(name: string, task: () => Promise<T>, replicas: number): Promise<T> {
  const clock = new ClockAndIds()
  const deadline = clock.monotonic() + PATIENCE
  for (;;) {
    try {
      return await task()
    } catch (error) {
      if (error instanceof StoreError) throw error
      const { message } = error as Error
      const isFinal =
        error instanceof JetStreamApiError && !isForming(message) && (error.status < 500 || isFull(message))
      if (isFinal || clock.monotonic() > deadline) throw unusable(name, message, replicas)
      await sleep(BETWEEN_ATTEMPTS)
    }
  }
}

/** How many nodes store a stream: three in a cluster. */
export const replicasOf = ({ nats }: Pick<StoreConnection, 'nats'>): number =>
  nats.info?.cluster === undefined ? 1 : 3

async function ensureStream(manager: JetStreamManager, config: StreamSettings): Promise<void> {
  try {
    requireFormat((await manager.streams.info(config.name)).config)
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== JetStreamApiCodes.StreamNotFound) throw error
    // Another server may create it at this moment: with the same settings, that is no error.
    await manager.streams.add(config)
  }
}

const unusable = (name: string, reason: string, replicas: number): StoreError =>
  new StoreError(`NATS cannot provide ${name}: ${reason}. ${adviceFor(reason, replicas)}`)

/** Whether a cluster lacks nodes that are not running yet: this is no final answer, although its status says so. */
const isForming = (reason: string): boolean => reason.includes('offline')

/** Whether there is no room, which does not change by itself. */
const isFull = (reason: string): boolean => /insufficient (memory|storage)/.test(reason) && !isForming(reason)

function adviceFor(reason: string, replicas: number): string {
  // Clusters report that they lack storage even if it is memory.
  if (isFull(reason))
    return 'Raise max_memory_store (for journals) or max_file_store of NATS, or use a smaller --max-journal-bytes: each --store-prefix needs as much'
  return replicas > 1 ? 'A cluster needs three running nodes with JetStream' : 'Check the limits of its account'
}

/** @throws StoreError */
function requireFormat({ name, metadata }: StreamConfig): void {
  const format = Number(metadata?.['format'] ?? FORMAT)
  if (format <= FORMAT) return
  throw new StoreError(
    `a newer version of the server has written ${name} in NATS, in format ${format}, and this version reads formats up to ${FORMAT}: update this server, or use another --store-prefix`
  )
}

/** @throws StoreError */
function requireVersion(version = '0.0.0'): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return
  throw new StoreError(`NATS ${version} is too old: use version ${NEEDED.join('.')} or newer`)
}
