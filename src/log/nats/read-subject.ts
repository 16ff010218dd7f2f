import type { JetStreamManager, StoredMsg } from '@nats-io/jetstream'
import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { StoreUnavailable } from '../store-unavailable.ts'
import { PATIENCE } from './patience.ts'

const BATCH = 500

/**
 * Reads the messages of a subject, oldest first, until one with a sequence or a later one. Gives up when none has arrived for a while.
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
  const clock = new ClockAndIds()
  let deadline = clock.monotonic() + PATIENCE
  while (clock.monotonic() < deadline) {
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
    else deadline = clock.monotonic() + PATIENCE
  }
  throw new StoreUnavailable('NATS has not returned the changes of the sandbox')
}
