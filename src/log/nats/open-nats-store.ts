import { connectStore } from './connect.ts'
import { NatsStore, type NatsStoreOptions } from './nats-store.ts'
import { Objects } from './objects.ts'
import { openStream } from './stream.ts'

/** In milliseconds: how long a start waits for everything that is stored. */
const START = 60_000

/** Connects to NATS, and creates what is needed there. Resolves when everything that is stored is known. @throws StoreError */
export async function openNatsStore(options: NatsStoreOptions): Promise<NatsStore> {
  const connection = await connectStore(options)
  try {
    const { storePrefix: prefix } = options
    const subjects = [`${prefix}.changes.*`, `${prefix}.sets.*`, `${prefix}.uses.*`, `${prefix}.barrier`]
    await openStream(connection, { name: `${prefix}-changes`, subjects })
    const store = new NatsStore(options, connection, await Objects.open(connection, `${prefix}-objects`))
    await store.channel.sync(START)
    return store
  } catch (error) {
    await connection.nats.close()
    throw error
  }
}
