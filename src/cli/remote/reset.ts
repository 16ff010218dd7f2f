import { Type } from '@sinclair/typebox'
import { apis } from '../../apis/index.ts'
import { mapOf } from '../../common/map-of.ts'
import { describeCounts } from '../../fixtures/fixture-set.ts'
import { ResetOptions } from '../../options/command-options.ts'
import { command } from '../command.ts'
import { UsageError } from '../options.ts'
import { callJson } from './control-call.ts'

const ResetResult = Type.Object({ fixtures: Type.String(), counts: mapOf(Type.Integer()) })

export const reset = command({
  usage: '[NAME]',
  count: [0, 1],
  description: 'reset a running server to its fixtures, or switch it to another fixture set',
  options: ResetOptions,
  examples: ['reset', 'reset paging', 'reset --sandbox w1'],
  async run({ fixtures, ...options }, [name], { out }) {
    if (name !== undefined && fixtures !== undefined)
      throw new UsageError(`more than one fixture set: '${name}' and --fixtures ${fixtures}. Use only one of them`)
    const set = name ?? fixtures
    const body = JSON.stringify({ fixtures: set })
    const result = await callJson(options, ResetResult, { method: 'POST', path: 'reset', body })
    const note = set === undefined ? '' : '. Later resets return to it, too'
    out(`Reset to "${result.fixtures}": ${describeCounts(apis, result.counts)}${note}\n`)
    return 0
  }
})
