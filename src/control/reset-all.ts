import type { FastifyRequest } from 'fastify'
import { mapAtOnce } from '../common/map-at-once.ts'
import { isFailure, type NotReset, SomeNotReset } from './errors.ts'
import type { ControlOptions } from './options.ts'
import { causeOf } from './state.ts'

/** How many resets wait for a shared store at the same time. */
const AT_ONCE = 16

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
  let done = 0
  /** @returns why it was not reset; `undefined` if it was, or is gone */
  const reset = async (name: string): Promise<NotReset | undefined> => {
    await turns.next()
    try {
      // It may have been dropped since.
      const sandbox = await sandboxes.find(name)
      await sandbox?.reset(sandboxes.fixturesOf(sandbox), causeOf(request), files)
      if (sandbox !== undefined) done++
      return undefined
    } catch (error) {
      if (!sandboxes.has(name)) return undefined
      const failure = error as Error
      if (isFailure(failure)) request.server.reportFailure(failure)
      return { name, reason: failure.message }
    }
  }
  const names = (await sandboxes.loadAll()).map(({ name }) => name)
  const outcomes = await mapAtOnce(names, AT_ONCE, reset)
  const failures = outcomes.filter((outcome) => outcome !== undefined)
  if (failures.length > 0) throw new SomeNotReset(failures, done)
  return done
}
