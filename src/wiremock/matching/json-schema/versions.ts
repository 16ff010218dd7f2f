/** The versions of JSON Schema, by their names in WireMock. */
export const VERSIONS = { V4: 4, V6: 6, V7: 7, V201909: 2019, V202012: 2020 } as const
export type VersionName = keyof typeof VERSIONS
export type Version = (typeof VERSIONS)[VersionName]

const META_SCHEMAS: Readonly<Record<string, Version>> = {
  'json-schema.org/draft-04/schema': 4,
  'json-schema.org/draft-06/schema': 6,
  'json-schema.org/draft-07/schema': 7,
  'json-schema.org/draft/2019-09/schema': 2019,
  'json-schema.org/draft/2020-12/schema': 2020
}

/** The version that the member `$schema` names; `undefined` if it is unknown. */
export const versionOf = (metaSchema: string): Version | undefined =>
  META_SCHEMAS[metaSchema.replace(/^https?:\/\//, '').replace(/#$/, '')]
