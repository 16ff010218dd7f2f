import { OptionalKind, type Static, type TSchema, Type, TypeGuard } from '@sinclair/typebox'
import { Errors } from '@sinclair/typebox/errors'
import { ExactNumber } from '../common/exact-number.ts'
import { Problems } from '../common/problems.ts'
import { schemaProblems } from '../common/schema-problems.ts'
import { MockOptions } from '../options/options.ts'
import { type OwnOptions, seedFrom, valuesOf } from '../sandbox/own-options.ts'
import { InvalidDocument } from './errors.ts'
import { closed } from './schemas.ts'

type Schemas = Readonly<Record<string, TSchema>>

const { auth, guidSeed } = MockOptions.properties

/** What a call can choose for a sandbox. @param ofApis the options of the APIs that each sandbox can have */
export const SandboxChoice = (ofApis: Schemas) =>
  Type.Object(
    {
      fixtures: Type.Optional(Type.String({ description: 'The fixture set to start with.' })),
      auth: Type.Optional(published(auth)),
      guidSeed: Type.Optional(published(guidSeed)),
      ...mapSchemas(ofApis, (schema) => Type.Optional(nullable(schema)))
    },
    closed
  )

/** The options of a sandbox as responses show them: its own, or those of the server. */
export const ShownOptions = (ofApis: Schemas) => ({
  auth: published(auth),
  guidSeed: published(guidSeed),
  ...mapSchemas(ofApis, nullable)
})

/** @throws InvalidDocument */
export function chosenOptions(
  schema: ReturnType<typeof SandboxChoice>,
  ofApis: Schemas,
  body: object
): { readonly fixtures: string | undefined; readonly own: Partial<OwnOptions> } {
  const problems = new Problems()
  const plain: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    // Options are JavaScript numbers: `1.0` is 1.
    const given = value instanceof ExactNumber ? value.toJSON() : value
    plain[name] = given
    if (typeof given === 'number' && !Number.isFinite(given)) problems.add(`/${name}`, 'the number is too large')
  }
  if (problems.total === 0) {
    for (const { pointer, expected } of schemaProblems(Errors(schema, plain), '')) problems.add(pointer, expected)
  }
  if (problems.total > 0) throw new InvalidDocument(problems)
  const { fixtures, auth, guidSeed, ...others } = plain as Static<typeof schema>
  const own = {
    ...(auth !== undefined && { auth }),
    ...(guidSeed !== undefined && { seed: seedFrom(guidSeed) }),
    ofApis: valuesOf(ofApis, others)
  }
  return { fixtures, own }
}

/** An option of an API without a value is `null`: there is no default. */
export const shownOptions = (names: Schemas, { auth, seed, ofApis }: OwnOptions) => ({
  auth,
  guidSeed: seed,
  ...Object.fromEntries(Object.keys(names).map((name) => [name, ofApis[name] ?? null]))
})

/** `null` for an option that can be omitted, whatever the option of the server is. */
const nullable = (schema: TSchema): TSchema =>
  TypeGuard.IsOptional(schema)
    ? Type.Union([published(schema), Type.Null()], { description: sentence(schema['description']) })
    : published(schema)

/** The schema of an option without what only the command line uses. */
function published<T extends TSchema>(schema: T) {
  const { placeholder, group, perSandbox, default: _, description, [OptionalKind]: __, ...rest } = schema
  return Type.Unsafe<Static<T>>({ ...rest, description: sentence(description) })
}

const sentence = (text = ''): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

const mapSchemas = (schemas: Schemas, map: (schema: TSchema) => TSchema): Record<string, TSchema> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, map(schema)]))
