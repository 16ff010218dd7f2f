import { KindGuard } from '@sinclair/typebox'
import { Errors } from '@sinclair/typebox/errors'
import { Check, Default } from '@sinclair/typebox/value'
import type { Api } from '../api/define-api.ts'
import { schemaProblems } from '../common/schema-problems.ts'
import { suggestion } from '../common/suggestion.ts'
import { MockOptions, withApiOptions } from '../options/options.ts'

/** Options in which a single item may replace a list of one item. */
export type OneOrMany<Options> = {
  [Name in keyof Options]: NonNullable<Options[Name]> extends (infer Item)[] ? Options[Name] | Item : Options[Name]
}

/**
 * The options of a mock in this process: a free port, and everything in memory unless a data directory is given. An option that is
 * `undefined` counts as omitted, and a text in place of a list as a list of one. `fixtures` may be an object: see
 * `inlineFixturesOf`; so may `behavior`.
 *
 * @throws TypeError that names the option and what was expected
 */
export function libraryOptions(options: object, apis: readonly Api[]): MockOptions {
  if (!isDocument(options)) throw new TypeError(`expected an object with options, not ${JSON.stringify(options)}`)
  const schema = withApiOptions(MockOptions, apis)
  const given = Object.fromEntries(
    Object.entries(options)
      .filter(([name, value]) => value !== undefined && !(name === 'fixtures' && isDocument(value)))
      .map(([name, value]) => [name, typeof value === 'string' && isList(schema.properties, name) ? [value] : value])
  )
  const known = Object.keys(schema.properties)
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new TypeError(`unknown option '${unknown}'${suggestion(unknown, known)}`)
  const { fixtures } = given
  if (fixtures !== undefined && typeof fixtures !== 'string')
    throw new TypeError(`option fixtures: expected a name, a file or an object, not ${JSON.stringify(fixtures)}`)
  const defaults = { port: 0, ephemeral: given['dataDir'] === undefined }
  const complete = Default(schema, { ...defaults, ...given })
  if (inlineFixturesOf(options) !== undefined && given['watch'] === true)
    throw new TypeError('option watch: fixtures must be a file, not an object')
  if (Check(schema, complete)) return complete
  const [problem] = schemaProblems(Errors(schema, complete), '')
  throw new TypeError(`option ${problem?.pointer.slice(1)}: ${problem?.expected}`)
}

/** Fixtures that are given as an object, in place of a name or a file. */
export function inlineFixturesOf(options: object): object | undefined {
  const fixtures: unknown = isDocument(options) ? Reflect.get(options, 'fixtures') : undefined
  return isDocument(fixtures) ? fixtures : undefined
}

const isDocument = (value: unknown): value is object => typeof value === 'object' && value !== null

const isList = (properties: Readonly<Record<string, unknown>>, name: string): boolean =>
  Object.hasOwn(properties, name) && KindGuard.IsArray(properties[name])
