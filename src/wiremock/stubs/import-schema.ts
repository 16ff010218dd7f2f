import { type TSchema, Type } from '@sinclair/typebox'

const closed = { additionalProperties: false }

/** Many stub mappings. @param mapping what is checked of each here */
export const importOf = <T extends TSchema>(mapping: T) =>
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
/** Each mapping is checked when it is compiled. */
export const ImportDocument = importOf(Type.Unknown())
