import type { FastifyRequest } from 'fastify'
import { ChangeNotStored } from '../common/files/not-stored.ts'
import { type NotReset, SomeNotReset } from './errors.ts'
import type { ControlOptions } from './options.ts'
import { causeOf } from './state.ts'

/**
 * Resets all sandboxes, each to its own fixtures, in turns.
 *
 * @returns how many
 * @throws SomeNotReset if any of them could not be reset; the others were
 */
export async function resetAll(
  { sandboxes, fileStubs }: Pick<ControlOptions, 'sandboxes' | 'fileStubs'>,
  request: FastifyRequest
): Promise<number> {
  const { turns } = sandboxes.default
  const files = await fileStubs.reload()
  const failures: NotReset[] = []
  let done = 0
  for (const sandbox of await sandboxes.loadAll()) {
    await turns.next()
    // It may have been dropped since.
    if (sandboxes.get(sandbox.name) !== sandbox) continue
    try {
      await sandbox.reset(sandboxes.fixturesOf(sandbox), causeOf(request), files)
      done++
    } catch (error) {
      if (!(error instanceof ChangeNotStored)) request.server.reportFailure(error as Error)
      failures.push({ name: sandbox.name, reason: (error as Error).message })
    }
  }
  if (failures.length > 0) throw new SomeNotReset(failures, done)
  return done
}
