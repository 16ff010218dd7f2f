import { CHARACTERS_PER_KEYWORD, type CompileBudget } from '../compile-budget.ts'
import { isObject } from '../read-scalars.ts'
import type { Work } from '../work.ts'
import { ARRAY_KEYWORDS, UNEVALUATED_ITEMS } from './array-keywords.ts'
import { COMBINING_KEYWORDS, REFERENCE } from './combining-keywords.ts'
import { CONTENT_KEYWORDS } from './content-keywords.ts'
import { FORMAT } from './formats.ts'
import {
  type Check,
  type Keyword,
  type KeywordCheck,
  Outcome,
  type Place,
  Run,
  type Schema,
  SchemaError
} from './keyword.ts'
import { OBJECT_KEYWORDS, UNEVALUATED_PROPERTIES } from './object-keywords.ts'
import { preview } from './operands.ts'
import { escapeName, type Located, References } from './references.ts'
import { SCALAR_KEYWORDS } from './scalar-keywords.ts'
import { type Version, versionOf } from './versions.ts'

type Named = readonly (readonly [name: string, keyword: Keyword])[]

/** In the order in which they are applied. */
const KEYWORDS: Named = Object.entries({
  ...SCALAR_KEYWORDS,
  format: FORMAT,
  ...CONTENT_KEYWORDS,
  ...ARRAY_KEYWORDS,
  ...OBJECT_KEYWORDS,
  ...COMBINING_KEYWORDS,
  unevaluatedItems: UNEVALUATED_ITEMS,
  unevaluatedProperties: UNEVALUATED_PROPERTIES
})
const ONLY_REFERENCE: Named = [['$ref', REFERENCE]]
/** What it takes to know which schemas looked at a member. */
const ASKS_FOR_EVALUATED = ['unevaluatedItems', 'unevaluatedProperties']
const DYNAMIC = ['$recursiveRef', '$dynamicRef']

/**
 * Compiles a JSON Schema. Its errors are counted as WireMock counts them.
 *
 * @param document unchecked
 * @param version if the document does not name one
 * @returns the number of errors in a value. It throws TooExpensive
 * @throws SchemaError
 */
export function compileSchema(
  document: unknown,
  version: Version,
  budget: CompileBudget
): (value: unknown, work: Work) => number {
  const compilation = new Compilation(document, versionIn(document) ?? version, budget)
  const check = compilation.check()
  return (value, work) => check(value, new Run(work, compilation.tracksEvaluated)).errors
}

function versionIn(document: unknown): Version | undefined {
  const named = isObject(document) ? document['$schema'] : undefined
  if (named === undefined) return undefined
  const version = versionOf(String(named))
  if (version === undefined) {
    throw new SchemaError(
      '/$schema',
      `unknown version ${preview(named)}: use the address of a version from 4 to 2020-12, such as https://json-schema.org/draft/2020-12/schema`
    )
  }
  return version
}

class Compilation {
  tracksEvaluated = false
  readonly #version: Version
  readonly #budget: CompileBudget
  readonly #references: References
  readonly #checks = new Map<unknown, Check>()

  constructor(document: unknown, version: Version, budget: CompileBudget) {
    this.#version = version
    this.#budget = budget
    this.#references = new References(document, version)
  }

  check(): Check {
    return this.#compile(this.#references.root)
  }

  #compile(located: Located): Check {
    const { schema, pointer } = located
    this.#budget.spend(CHARACTERS_PER_KEYWORD)
    if (typeof schema === 'boolean') return constant(schema)
    if (!isObject(schema))
      throw new SchemaError(pointer, `expected a schema: object or boolean, not ${preview(schema)}`)
    const known = this.#checks.get(schema)
    if (known !== undefined) return known
    const keywords: KeywordCheck[] = []
    const check: Check = (value, run) => {
      run.enter(keywords.length)
      const outcome = new Outcome(run)
      for (const keyword of keywords) keyword(value, outcome, run)
      run.leave()
      return outcome
    }
    // References to this schema inside itself find it.
    this.#checks.set(schema, check)
    for (const keyword of this.#keywords(schema, located)) keywords.push(keyword)
    return check
  }

  *#keywords(schema: Schema, located: Located): Iterable<KeywordCheck> {
    const isReference = this.#version < 2019 && '$ref' in schema
    for (const [name, { compile, from = 4, to = 2020 }] of isReference ? ONLY_REFERENCE : KEYWORDS) {
      if (!Object.hasOwn(schema, name) || this.#version < from || this.#version > to) continue
      this.#budget.spend(CHARACTERS_PER_KEYWORD)
      if (ASKS_FOR_EVALUATED.includes(name)) this.tracksEvaluated = true
      const place = this.#place(schema, located, name)
      if (DYNAMIC.includes(name) && this.#references.hasSeveral) {
        place.fail(`not supported in a schema that contains schemas with their own $id: use $ref`)
      }
      const check = compile(schema[name], place)
      if (check !== undefined) yield check
    }
  }

  #place(schema: Schema, { pointer, base }: Located, keyword: string): Place {
    const at = (path: readonly (string | number)[]): string => [pointer, ...path.map(escapeName)].join('/')
    const subschema = (schema: unknown, ...path: readonly (string | number)[]): Check =>
      this.#compile({ schema, pointer: at(path), base: this.#references.baseOf(schema, base) })
    return {
      schema,
      version: this.#version,
      budget: this.#budget,
      subschema: (schema, ...path) => subschema(schema, keyword, ...path),
      sibling: (name) => subschema(schema[name], name),
      reference: (to) => this.#compile(this.#references.find(to, base, at([keyword]))),
      fail: (message, ...path) => {
        throw new SchemaError(at([keyword, ...path]), message)
      }
    }
  }
}

const STEPS_PER_CONSTANT = 3

const constant =
  (isValid: boolean): Check =>
  (_value, run) => {
    run.spend(STEPS_PER_CONSTANT)
    const outcome = new Outcome(run)
    if (!isValid) outcome.errors++
    return outcome
  }

/** How many properties a schema lists, and those in it. WireMock divides the number of errors by it. */
export function propertyCount(schema: unknown): number {
  const { properties } = isObject(schema) ? schema : {}
  if (!isObject(properties)) return 0
  const all = Object.values(properties)
  return all.reduce<number>((sum, property) => sum + propertyCount(property), all.length)
}
