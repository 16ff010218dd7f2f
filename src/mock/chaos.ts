import type { ActiveProfile, ChaosReport } from '../chaos/report.ts'
import { chaosReport, endOfChaos, startOfChaos } from '../control/chaos-decisions.ts'
import { DEFAULT_LIMIT } from '../control/history-schemas.ts'
import { limitIn } from '../control/query.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { AssembledMock } from './assemble.ts'
import { withDetails } from './describe-error.ts'

/** The chaos profiles of a sandbox: they make the emulated APIs unreliable, in a way that a test can repeat. */
export interface Chaos<ApiName extends string = string> {
  /**
   * Starts a profile. A second start replaces the first, and counts from the beginning.
   *
   * @param choice `profile` is its name; `seed` a whole number (1 by default): the same seed and the same requests get the same faults;
   *   `apis` limits it to these APIs
   * @throws an error that says what to do, for an unknown or invalid profile, and for an invalid choice
   */
  start(choice: {
    readonly profile: string
    readonly seed?: number
    readonly apis?: readonly ApiName[]
  }): Promise<ActiveProfile>
  /**
   * Stops a profile, or all of them.
   *
   * @returns how many stubs were removed
   * @throws an error for an unknown profile
   */
  stop(profile?: string): Promise<{ readonly stopped: number }>
  /** Which request got which fault. @param options `limit` is the maximum number of faults, from 0 to 1000: 100 by default */
  report(options?: { readonly limit?: number }): Promise<ChaosReport>
}

/**
 * The profiles of a mock in this process.
 *
 * @param find the sandbox as it is now
 * @param requireOpen throws if the mock is closed
 */
export const ownChaos = (
  { apis, profiles, redaction }: AssembledMock,
  find: () => Promise<Sandbox>,
  requireOpen: () => void
): Chaos => ({
  async start(choice) {
    requireOpen()
    const decide = await startOfChaos(JSON.stringify(choice), apis, profiles).catch(withDetails)
    return (await find()).change(decide, { call: 'mock.chaos.start()' })
  },
  async stop(profile) {
    requireOpen()
    const sandbox = await find()
    return sandbox.change(await endOfChaos(profile, sandbox, profiles), { call: 'mock.chaos.stop()' })
  },
  async report({ limit } = {}) {
    return chaosReport(await find(), profiles, redaction, limitIn(limit?.toString()) ?? DEFAULT_LIMIT)
  }
})
