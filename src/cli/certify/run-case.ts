import { runCase } from '../../rules/run-case.ts'
import type { Service } from '../service/connect.ts'
import { probe } from '../service/probe.ts'
import { ServiceError } from '../service/service-error.ts'
import type { Contract } from './contract.ts'
import type { GuardedServer } from './guarded-server.ts'
import type { RunCase } from './run-plan.ts'

/**
 * Runs cases against a service. A service may close the connection instead of a response; if it responds to other requests, the run goes on.
 *
 * @throws ServiceError if the service cannot be used any more, or Interrupted
 */
export function caseRunner(
  { api, book }: Contract,
  service: Service,
  server: GuardedServer,
  prefix: string,
  signal: AbortSignal
): RunCase {
  return async ({ rule }, testCase, number) => {
    try {
      return await runCase(book, rule, testCase, server, `${prefix}${number}`)
    } catch (error) {
      if (!(error instanceof ServiceError) || signal.aborted) throw error
      await probe(service, api, signal)
      return { outcome: 'not tried', details: [`${testCase.name}: ${error.message}`], exchanges: [], leftovers: [] }
    }
  }
}
