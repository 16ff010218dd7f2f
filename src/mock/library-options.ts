import { Errors } from '@sinclair/typebox/errors'
import { Value } from '@sinclair/typebox/value'
import { suggestion } from '../cli/options.ts'
import { schemaProblems } from '../common/schema-problems.ts'
import { MockOptions } from '../options/options.ts'

/**
 * The options of a mock in this process: a port that is free, and everything in memory unless a data directory is given. One that is
 * `undefined` is as good as not given.
 *
 * @throws TypeError that names the option, and what was expected
 */
export function libraryOptions(options: Partial<MockOptions>): MockOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const known = Object.keys(MockOptions.properties)
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new TypeError(`unknown option ${unknown}${suggestion(unknown, known)}`)
  const defaults = { port: 0, ephemeral: given['dataDir'] === undefined }
  const complete = Value.Default(MockOptions, { ...defaults, ...given }) as MockOptions
  const [problem] = schemaProblems(Errors(MockOptions, complete), '')
  if (problem !== undefined) throw new TypeError(`option ${problem.pointer.slice(1)}: ${problem.expected}`)
  return complete
}
