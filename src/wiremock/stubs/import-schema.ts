import { type TSchema, Type } from '@sinclair/typebox'

const closed = { additionalProperties: false }

/** The schema of an import of several stub mappings. @param mapping the schema of one */
export const importSchema = <T extends TSchema>(mapping: T) =>
  Type.Object(
    {
      mappings: Type.Array(mapping),
      importOptions: Type.Optional(
        Type.Object(
          {
            duplicatePolicy: Type.Optional(Type.Union([Type.Literal('OVERWRITE'), Type.Literal('IGNORE')])),
            deleteAllNotInImport: Type.Optional(Type.Boolean())
          },
          closed
        )
      ),
      meta: Type.Optional(Type.Unknown())
    },
    closed
  )
/** Accepts any mapping: `compileMapping` checks each one. */
export const ImportDocument = importSchema(Type.Unknown())
