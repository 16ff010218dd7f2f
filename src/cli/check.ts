import { apis } from '../apis/index.ts'
import { countsOf, describeCounts } from '../fixtures/fixture-set.ts'
import { fixtureWarnings } from '../fixtures/fixture-warnings.ts'
import { loadFixtureSet } from '../fixtures/load-fixture-set.ts'
import { describeError } from '../mock/describe-error.ts'
import { NoOptions } from '../options/command-options.ts'
import { command } from './command.ts'

/** Validates fixture files and lists the errors of each. */
export const check = command({
  usage: 'FILE…',
  count: [1, Number.POSITIVE_INFINITY],
  description: 'validate fixture files: JSON, JSON5 or CSV',
  examples: ['check users.json', 'check users.csv'],
  options: NoOptions,
  async run(_options, files, { out, err }) {
    let exitCode = 0
    for (const file of files) {
      try {
        const { state, explanation = [] } = await loadFixtureSet(apis, file, file)
        out(`${file}: ok, ${describeCounts(apis, countsOf(apis, state))}\n`)
        for (const line of explanation) out(`  ${line}\n`)
        for (const warning of fixtureWarnings(apis, state, 'strict')) err(`warning: ${file}: ${warning}\n`)
      } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
        err(`${missing ? `${file}: no such file. Correct the path` : describeError(error)}\n`)
        exitCode = 1
      }
    }
    return exitCode
  }
})
