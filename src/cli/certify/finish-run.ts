import { countText } from '../../fixtures/fixture-set.ts'
import type { RuleBook } from '../../rules/rule.ts'
import type { Terminal } from '../command.ts'
import type { Service } from '../service/connect.ts'
import type { Journal } from './journal.ts'
import { removeLeftovers } from './leftovers.ts'

/** Removes what the cases of a run could not, and the journal if nothing is left. @returns whether nothing is left */
export async function finishRun(
  service: Service,
  book: RuleBook,
  prefix: string,
  journal: Journal,
  { err }: Terminal
): Promise<boolean> {
  try {
    const { removed, failed } = journal.isEmpty
      ? { removed: 0, failed: [] }
      : await removeLeftovers(service, book, prefix, journal.remaining)
    if (removed > 0) err(`removed ${countText(removed, 'records')} that the cases had left\n`)
    if (failed.length === 0) {
      journal.discard()
      return true
    }
    err(
      `these requests were rejected, so records are left at ${service.name}:\n${failed.map((line) => `  ${line}\n`).join('')}`
    )
  } catch (error) {
    err(`records may be left at ${service.name}: ${(error as Error).message}\n`)
  }
  err(`${howToCleanUp(journal.file)}\n`)
  return false
}

export const howToCleanUp = (file: string): string =>
  `To remove what is left: atrium-atms-mock certify --cleanup ${file}`
