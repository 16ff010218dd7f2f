/** What happened to the logs of all sandboxes of a server, for its metrics. */
export class LogCounts {
  /** How many changes were stored. */
  appends = 0
  /** How often another writer stored a change first, so that a decision ran again. */
  overtaken = 0
  /** How many changes were read from a shared log and applied: those of this server only if they arrived before their acknowledgement. */
  replays = 0
}
