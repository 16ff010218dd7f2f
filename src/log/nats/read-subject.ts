import type { JetStreamManager, StoredMsg } from '@nats-io/jetstream'
import { StoreUnavailable } from './errors.ts'

const BATCH = 500
/** How often to ask again if a node has not stored everything yet. */
const ATTEMPTS = 40

/**
 * Reads the messages of a subject, oldest first, until one with a sequence or a later one.
 *
 * @throws StoreUnavailable
 */
export async function readSubject(
  manager: JetStreamManager,
  stream: string,
  subject: string,
  until: number,
  pause: () => Promise<unknown>
): Promise<StoredMsg[]> {
  const found: StoredMsg[] = []
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = found.length
    try {
      const batch = await manager.direct.getBatch(stream, {
        seq: (found.at(-1)?.seq ?? 0) + 1,
        next_by_subj: subject,
        batch: BATCH
      })
      for await (const message of batch) if (message.seq > (found.at(-1)?.seq ?? 0)) found.push(message)
    } catch {
      // No results, or no node that could respond.
    }
    if ((found.at(-1)?.seq ?? 0) >= until) return found
    // Any node may have responded, also one that lags behind.
    if (found.length === before) await pause()
    else attempt = 0
  }
  throw new StoreUnavailable('NATS has not returned the changes of the sandbox')
}
