import type { ChangeLog } from './change-log.ts'

/** For a sandbox whose state is lost with the process: nothing has to be stored, and nobody else writes. */
export const memoryLog: ChangeLog = {
  append: () => 'stored',
  since: async () => [],
  keep: async () => () => {}
}
