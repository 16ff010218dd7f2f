import type { Progress } from '../fixtures/fixture-file.ts'
import type { ServerEvents } from '../server/events.ts'

/** What happens while a mock runs. */
export interface MockEvents extends ServerEvents {
  /** A large file is being read. */
  readonly progress?: Progress
}
