import { loadFixtureSet } from '../fixtures/fixture-library.ts'
import { countsOf } from '../fixtures/fixture-set.ts'
import { describeError } from '../mock/describe-error.ts'
import { NoOptions } from '../options/options.ts'
import { command } from './command.ts'

/** Validates fixture files, with all that is wrong with each. */
export const check = command({
  words: 'FILE…',
  count: [1, Number.POSITIVE_INFINITY],
  description: 'validate fixture files',
  options: NoOptions,
  async run(_options, files, { out, err }) {
    let exitCode = 0
    for (const file of files) {
      try {
        const { atriumUsers, atmsUsers } = countsOf((await loadFixtureSet(file, file)).state)
        out(`${file}: ok, ${atriumUsers} Atrium users, ${atmsUsers} ATMS users\n`)
      } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
        err(`${missing ? `${file}: there is no such file` : describeError(error)}\n`)
        exitCode = 1
      }
    }
    return exitCode
  }
})
