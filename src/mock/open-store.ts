import { hostname } from 'node:os'
import type { Api } from '../api/define-api.ts'
import type { SharedStore } from '../log/shared-store.ts'
import type { MockOptions } from '../options/options.ts'
import type { MockEvents } from './events.ts'

/**
 * Opens the store that servers share. Loaded only if there is one.
 *
 * @throws StoreError
 */
export async function openStore(
  options: MockOptions,
  apis: readonly Api[],
  { notice = () => {} }: MockEvents
): Promise<SharedStore | undefined> {
  const { store, replica = `${hostname()}-${process.pid}`, fresh, watch } = options
  if (store === undefined) return undefined
  const { openNatsStore } = await import('../log/nats/open-nats-store.ts')
  const { StoreError } = await import('../log/nats/errors.ts')
  if (fresh)
    throw new StoreError(
      '--fresh cannot be used with --store: to discard the state, call POST /__admin/sandboxes/reset'
    )
  if (watch) throw new StoreError('--watch cannot be used with --store: other servers may have other files')
  const opened = await openNatsStore({ ...options, store, replica, apis })
  opened.onAvailability = (isAvailable) =>
    notice(
      isAvailable
        ? `${opened.place} is available again`
        : `${opened.place} is not available: requests get 503 until it is`
    )
  return opened
}
