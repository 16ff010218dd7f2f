import { bytesOf } from '../../common/bytes.ts'
import { parseNestedJson } from '../../common/exact-json.ts'
import type { Problems } from '../../common/problems.ts'
import type { CompileBudget } from './compile-budget.ts'
import { PatternError } from './java-pattern.ts'
import { compileSchema, propertyCount } from './json-schema/compile-schema.ts'
import { SchemaError } from './json-schema/keyword.ts'
import { VERSIONS, type VersionName } from './json-schema/versions.ts'
import { schemaBytes } from './pattern-bytes.ts'
import { isObject } from './read-scalars.ts'
import { NOT_JSON, type Subject } from './subject.ts'
import { booleanMatcher, type Matcher } from './text-patterns.ts'

interface SchemaPattern {
  readonly matchesJsonSchema: unknown
  readonly schemaVersion?: VersionName
}

/** In characters, of a schema in a text. Reading this many takes a few milliseconds. */
const MAX_LENGTH = 200_000

/** Compiles a pattern for JSON that fits a JSON Schema. @throws SyntaxError for a schema that is not JSON */
export function compileSchemaPattern(
  { matchesJsonSchema, schemaVersion = 'V202012' }: SchemaPattern,
  pointer: string,
  problems: Problems,
  budget: CompileBudget
): Matcher {
  const isText = typeof matchesJsonSchema === 'string'
  if (isText && matchesJsonSchema.length > MAX_LENGTH) {
    throw new PatternError(
      `the schema has ${matchesJsonSchema.length} characters, more than the limit of ${MAX_LENGTH}: use a shorter one`
    )
  }
  const schema = isText ? parseNestedJson(matchesJsonSchema) : matchesJsonSchema
  try {
    const errorsIn = compileSchema(schema, VERSIONS[schemaVersion], budget)
    budget.bytes += schemaBytes(bytesOf(schema))
    return schemaMatcher(errorsIn, propertyCount(schema))
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    const place = `${pointer}/matchesJsonSchema`
    if (isText) problems.add(place, `${error.message} (in the schema, at '${error.pointer}')`)
    else problems.add(place + error.pointer, error.message)
    return booleanMatcher(() => false)
  }
}

function schemaMatcher(errorsIn: ReturnType<typeof compileSchema>, properties: number): Matcher {
  const errorsOf = (subject: Subject): number | undefined => {
    const { text, work } = subject
    if (text === undefined) return undefined
    // As in WireMock, a text that is not JSON is checked as a string. So is a number, boolean or null that does not fit.
    const json = subject.json === NOT_JSON ? text : subject.json
    const errors = errorsIn(json, work)
    return errors === 0 || typeof json === 'string' || isContainer(json) ? errors : errorsIn(text, work)
  }
  return {
    matches: (subject) => errorsOf(subject) === 0,
    distance(subject) {
      const errors = errorsOf(subject)
      if (errors === 0) return 0
      return errors === undefined || properties === 0 ? 1 : Math.min(1, errors / properties)
    }
  }
}

const isContainer = (json: unknown): boolean => Array.isArray(json) || isObject(json)
