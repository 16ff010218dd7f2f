import type { Progress } from '../fixtures/fixture-file.ts'
import type { ServerEvents } from '../server/events.ts'

/** Callbacks for events of a running mock. */
export interface MockEvents extends ServerEvents {
  /** A large file is being read. */
  readonly progress?: Progress
}
