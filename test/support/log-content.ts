import type { NumberedChange } from '../../src/log/change-log.ts'
import { readLog } from '../../src/log/file/read-log.ts'
import { storedApis } from './stored-apis.ts'

/** What a log contains; its changes from the last complete reset on. */
export async function logIn(file: string, after?: number) {
  const log = await readLog(storedApis, file, after)
  if (log === undefined) return undefined
  const changes: NumberedChange[] = []
  for await (const change of log.changes()) changes.push(change)
  return { ...log, changes }
}
