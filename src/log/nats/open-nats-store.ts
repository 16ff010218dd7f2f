import { connectStore } from './connect.ts'
import { NatsJournals } from './journal/nats-journals.ts'
import { NatsStore, type NatsStoreOptions } from './nats-store.ts'
import { Objects } from './objects.ts'
import { openStream, patiently, replicasOf } from './stream.ts'

/** In milliseconds: how long a start waits for everything that is stored. */
const START = 60_000

/** Connects to NATS, and creates what is needed there. Resolves when everything that is stored is known. @throws StoreError */
export async function openNatsStore(options: NatsStoreOptions): Promise<NatsStore> {
  const connection = await connectStore(options)
  try {
    const { storePrefix: prefix } = options
    const subjects = [`${prefix}.changes.*`, `${prefix}.sets.*`, `${prefix}.uses.*`, `${prefix}.barrier`]
    await openStream(connection, { name: `${prefix}-changes`, subjects })
    const replicas = replicasOf(connection)
    const bucket = `${prefix}-objects`
    const objects = await patiently(bucket, () => Objects.open(connection, bucket), replicas)
    // A new bucket responds once its nodes have elected a leader.
    await patiently(bucket, () => objects.has(bucket), replicas)
    const journals = await patiently('the journal', () => NatsJournals.open(connection, prefix, options), replicas)
    const store = new NatsStore(options, connection, objects, journals)
    await patiently('what is stored', () => store.channel.sync(START), replicas)
    return store
  } catch (error) {
    await connection.nats.close()
    throw error
  }
}
