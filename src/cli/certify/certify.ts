import type { Api } from '../../api/define-api.ts'
import { apis } from '../../apis/index.ts'
import { describeError } from '../../mock/describe-error.ts'
import { command } from '../command.ts'
import { UsageError } from '../options.ts'
import { credentialVariable } from '../service/headers.ts'
import { CertifyOptions } from './options.ts'

/** Compares a real service with the contract, rule by rule. */
export const certify = command({
  usage: '',
  count: [0, 0],
  description: 'test a real service against the rules of its contract',
  options: CertifyOptions,
  examples: [...apis.flatMap(exampleFor), 'certify --cleanup certify-1a2b3c4d.jsonl'],
  isService: true,
  async run(options, _args, terminal) {
    try {
      // Other commands need not load this.
      if (options.cleanup !== undefined || options.cleanupAll) {
        const { cleanUp } = await import('./clean-up.ts')
        return await cleanUp(options, terminal)
      }
      const { testService } = await import('./test-service.ts')
      return await testService(options, terminal)
    } catch (error) {
      if (error instanceof UsageError) throw error
      terminal.err(`atrium-atms-mock: ${describeError(error)}\n`)
      return 2
    }
  }
})

/** The credentials come from the environment, so that they do not appear in the list of processes. */
function exampleFor(api: Api): string[] {
  if (api.rules === undefined) return []
  const host = api.hosts[0] ?? `${api.name}.example.com`
  return [`certify --url https://${host} --api ${api.name}  # ${variablesOf(api)}`]
}

function variablesOf(api: Api): string {
  return Object.keys(api.credential.headers)
    .map((header) => credentialVariable(api, header))
    .join(', ')
}
