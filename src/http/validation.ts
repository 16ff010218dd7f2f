import type { TSchema } from '@sinclair/typebox'
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler'
import type { FastifySchemaCompiler } from 'fastify'

/**
 * Checks requests with TypeBox's own compiler: nothing is coerced, removed or filled in. A schema is compiled when the
 * first request needs it, which keeps it out of the time to the first answer.
 */
export const typeBoxCompiler: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  let check: TypeCheck<TSchema> | undefined
  return (value) => {
    check ??= TypeCompiler.Compile(schema)
    if (check.Check(value)) return { value }
    const error = [...check.Errors(value)].map(({ path, message }) => ({
      keyword: 'schema',
      instancePath: path,
      schemaPath: '',
      params: {},
      message
    }))
    return { error }
  }
}
