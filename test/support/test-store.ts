import { randomBytes } from 'node:crypto'
import type { MockOptions } from '../../src/index.ts'

/** Options that need a data directory or one server. */
const NEEDS_FILES = ['dataDir', 'fresh', 'watch', 'store'] as const

/** Whether the tests run against replicas. Each of these knows only the part of the shared journal that somebody has asked it for. */
export const hasTestStore = process.env['TEST_STORE'] !== undefined

/**
 * Lets the tests run against a replica: if `TEST_STORE` is the URL of a NATS server, each mock shares its state there with others that have
 * the same prefix, which no other mock has.
 */
export function testStore(options: MockOptions): MockOptions {
  const { TEST_STORE: store } = process.env
  if (store === undefined || NEEDS_FILES.some((name) => options[name])) return {}
  return { store, storePrefix: `test-${randomBytes(8).toString('hex')}` }
}
