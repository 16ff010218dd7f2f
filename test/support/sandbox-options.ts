import { Pauses } from '../../src/common/pauses.ts'
import { JournalBudget } from '../../src/wiremock/journal/journal-budget.ts'

/** What a sandbox needs for its journal and its stubs, for tests of something else. */
export const plainSandbox = () => ({
  journal: { maxRequests: 100, maxRequestBytes: 1e6, budget: new JournalBudget(1e6) },
  stubs: [],
  pauses: new Pauses()
})
