import { type Static, Type } from '@sinclair/typebox'
import { ContentPattern } from '../requests/content-schemas.ts'
import { MappingDocument } from '../stubs/mapping-schemas.ts'
import { IdParams } from './requests-schemas.ts'

const closed = { additionalProperties: false }
const List = Type.Object({ mappings: Type.Array(MappingDocument), meta: Type.Object({ total: Type.Integer() }) })
const nothing = { 200: Type.Object({}) }

export const PageQuery = Type.Object({ limit: Type.Optional(Type.String()), offset: Type.Optional(Type.String()) })
export type PageQuery = Static<typeof PageQuery>

export const ImportDocument = Type.Object(
  {
    mappings: Type.Array(Type.Unknown()),
    importOptions: Type.Optional(
      Type.Object(
        {
          duplicatePolicy: Type.Optional(
            Type.Union([Type.Literal('OVERWRITE'), Type.Literal('IGNORE')], { description: 'OVERWRITE or IGNORE' })
          ),
          deleteAllNotInImport: Type.Optional(Type.Boolean())
        },
        closed
      )
    ),
    meta: Type.Optional(Type.Unknown())
  },
  closed
)

export const listMappings = {
  summary: 'The stubs, in the order in which they are asked',
  querystring: PageQuery,
  response: { 200: List }
}
export const createMapping = { summary: 'Add a stub', body: MappingDocument, response: { 201: MappingDocument } }
export const deleteMappings = { summary: 'Remove all stubs', response: nothing }
export const getMapping = { summary: 'A stub', params: IdParams, response: { 200: MappingDocument } }
export const editMapping = {
  summary: 'Put a stub in the place of another',
  params: IdParams,
  body: MappingDocument,
  response: { 200: MappingDocument }
}
export const deleteMapping = { summary: 'Remove a stub', params: IdParams, response: nothing }
export const resetMappings = { summary: 'Back to the stubs of the start', response: nothing }
export const importMappings = { summary: 'Add many stubs', body: ImportDocument, response: nothing }
export const findMappings = {
  summary: 'The stubs whose metadata match a pattern',
  body: ContentPattern,
  response: { 200: List }
}
export const removeMappings = {
  summary: 'Remove the stubs whose metadata match a pattern',
  body: ContentPattern,
  response: nothing
}
