import type { CreateResult, OpenedLog, SharedStore } from '../../src/log/shared-store.ts'
import { StoreUnavailable } from '../../src/log/store-unavailable.ts'
import { MemoryJournals } from './memory-journals.ts'

/** A store that a test makes unavailable. It contains nothing: the sandboxes of the test are loaded already. */
export class SwitchedStore implements SharedStore {
  readonly replica = 'one'
  readonly place = 'the store of a test'
  readonly journals = new MemoryJournals()
  readonly sets = {
    names: () => [],
    find: () => undefined,
    follow() {},
    async *read() {},
    async save() {},
    async remove() {}
  }
  isAvailable = true
  onAvailability: (isAvailable: boolean) => void = () => {}
  onSandboxes: () => void = () => {}

  requireAvailable(): void {
    if (!this.isAvailable) throw new StoreUnavailable('it was switched off')
  }

  async prepare(): Promise<void> {
    this.requireAvailable()
  }

  has(): boolean {
    return false
  }

  names(): string[] {
    return []
  }

  async open(): Promise<OpenedLog | undefined> {
    return undefined
  }

  async create(): Promise<CreateResult> {
    return 'full'
  }

  async drop(): Promise<boolean> {
    return false
  }

  async sweep(): Promise<void> {}

  lastUsedElsewhere(): Date | undefined {
    return undefined
  }

  async keepStubs(): Promise<void> {}
  async *readStubs(): AsyncIterable<Uint8Array> {}
  async keepFixtures(): Promise<void> {}
  async *readFixtures(): AsyncIterable<Uint8Array> {}
  async close(): Promise<void> {}
}
