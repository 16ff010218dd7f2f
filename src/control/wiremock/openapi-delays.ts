import { KindGuard, type TObject, type TProperties, type TSchema } from '@sinclair/typebox'
import { MAX_DELAY } from '../../common/pauses.ts'
import { ResponseDocument } from '../../wiremock/stubs/mapping-schemas.ts'
import { SettingsDocument } from '../../wiremock/stubs/settings.ts'

// The published schemas of delays. They have the maximum that the code checks by itself, because stored delays may exceed it.

function bounded(schema: TSchema): TSchema {
  if (KindGuard.IsUnion(schema)) return { ...schema, anyOf: schema.anyOf.map(bounded) }
  if (KindGuard.IsObject(schema)) return boundedMembers(schema)
  if (!KindGuard.IsNumber(schema) && !KindGuard.IsInteger(schema)) return schema
  return { ...schema, maximum: schema.maximum ?? MAX_DELAY }
}

const boundedMembers = <T extends TProperties>(schema: TObject<T>): TObject<T> => ({
  ...schema,
  properties: Object.fromEntries(
    Object.entries(schema.properties).map(([name, member]) => [name, bounded(member)])
  ) as T
})

const { fixedDelayMilliseconds, delayDistribution, chunkedDribbleDelay } = ResponseDocument.properties

/** The delays of a response. */
export const delays = {
  fixedDelayMilliseconds: bounded(fixedDelayMilliseconds),
  delayDistribution: bounded(delayDistribution),
  chunkedDribbleDelay: bounded(chunkedDribbleDelay)
}

export const Settings = boundedMembers(SettingsDocument)
