import { hostname } from 'node:os'
import type { Api } from '../api/define-api.ts'
import { StoreError } from '../log/nats/errors.ts'
import type { SharedStore } from '../log/shared-store.ts'
import type { MockOptions } from '../options/options.ts'
import type { SandboxRegistry } from '../sandbox/registry.ts'
import type { MockEvents } from './events.ts'

/** Options without an effect unless there is a store. */
const NEED_STORE = [
  ['storePrefix', '--store-prefix'],
  ['storeCreds', '--store-creds'],
  ['storeCa', '--store-ca'],
  ['reads', '--reads'],
  ['replica', '--replica']
] as const

/**
 * Opens the store that servers share. Loaded only if there is one.
 *
 * @throws StoreError
 */
export async function openStore(options: MockOptions, apis: readonly Api[]): Promise<SharedStore | undefined> {
  const { store, storePrefix = 'mock', reads = 'linearizable', replica = `${hostname()}-${process.pid}` } = options
  if (store === undefined) {
    const useless = NEED_STORE.find(([name]) => options[name] !== undefined)
    if (useless === undefined) return undefined
    throw new StoreError(`${useless[1]} has no effect without --store: add --store, or remove it`)
  }
  const { openNatsStore } = await import('../log/nats/open-nats-store.ts')
  if (options.fresh)
    throw new StoreError(
      '--fresh cannot be used with --store: to discard the state, call POST /__admin/sandboxes/reset'
    )
  if (options.watch) throw new StoreError('--watch cannot be used with --store: other servers may have other files')
  return openNatsStore({ ...options, store, storePrefix, reads, replica, apis })
}

/** Tells people and the readers of events when the store becomes unavailable, and when it is back. */
export function reportAvailability(
  store: SharedStore,
  sandboxes: SandboxRegistry,
  { notice = () => {} }: MockEvents
): void {
  store.onAvailability = (isAvailable) => {
    notice(
      isAvailable
        ? `${store.place} is available again`
        : `${store.place} is not available: requests that need it get 503 until it is`
    )
    sandboxes.onAvailability()
  }
}
