import type { Sandbox } from '../sandbox/sandbox.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import { randomOf } from '../wiremock/stubs/seeded.ts'

/**
 * Random numbers from 0 up to 1 for the response to a request. Those of a stub with a seed depend on no other request.
 *
 * @param purpose each purpose has its own numbers
 */
export function randomFor(
  { random }: Sandbox,
  { stub, occurrence }: Pick<JournalEntry, 'stub' | 'occurrence'>,
  purpose: 'delay' | 'template' | 'noise'
): () => number {
  if (occurrence !== undefined) return randomOf(occurrence, purpose)
  return stub === undefined ? () => random.next('settings') : () => random.next(`${purpose}:${stub.order}`, stub)
}
