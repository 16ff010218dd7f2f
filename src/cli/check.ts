import { apis } from '../apis/index.ts'
import { FixtureFileError } from '../fixtures/fixture-file.ts'
import { countsOf, describeCounts } from '../fixtures/fixture-set.ts'
import { fixtureWarnings } from '../fixtures/fixture-warnings.ts'
import { loadFixtureSet } from '../fixtures/load-fixture-set.ts'
import { readBehavior } from '../mock/behavior.ts'
import { describeError } from '../mock/describe-error.ts'
import { NoOptions } from '../options/command-options.ts'
import { command, type Terminal } from './command.ts'

/** Validates fixture files and behavior profiles, and lists the errors of each. */
export const check = command({
  usage: 'FILE…',
  count: [1, Number.POSITIVE_INFINITY],
  description: 'validate fixture files (JSON, JSON5 or CSV) and behavior profiles',
  examples: ['check users.json', 'check users.csv', 'check observed.json'],
  options: NoOptions,
  async run(_options, files, terminal) {
    let exitCode = 0
    for (const file of files) {
      try {
        await checkFixtures(file, terminal).catch((error) => {
          if (!isProfile(error)) throw error
          return checkProfile(file, terminal)
        })
      } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
        terminal.err(`${missing ? `${file}: no such file. Correct the path` : describeError(error)}\n`)
        exitCode = 1
      }
    }
    return exitCode
  }
})

async function checkFixtures(file: string, { out, err }: Terminal): Promise<void> {
  const { state, explanation = [] } = await loadFixtureSet(apis, file, file)
  out(`${file}: ok, ${describeCounts(apis, countsOf(apis, state))}\n`)
  for (const line of explanation) out(`  ${line}\n`)
  for (const warning of fixtureWarnings(apis, state, 'strict')) err(`warning: ${file}: ${warning}\n`)
}

/** Whether the errors of a fixture file say that it is a behavior profile: no fixture has the member `behavior`. */
const isProfile = (error: unknown): boolean =>
  error instanceof FixtureFileError && error.problems.listed.some(({ pointer }) => pointer === '/behavior')

async function checkProfile(file: string, { out }: Terminal): Promise<void> {
  const { followed } = await readBehavior(apis, file)
  out(`${file}: ok, a behavior profile${followed.length === 0 ? ' without alternatives' : ':'}\n`)
  for (const { rule, alternative } of followed) out(`  ${rule}: ${alternative}\n`)
}
