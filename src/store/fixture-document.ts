import { Errors } from '@sinclair/typebox/errors'
import { FixtureBuilder } from './fixture-builder.ts'
import { Fixture, FixtureRecords, type Section } from './fixture-schema.ts'
import type { Problems } from './problems.ts'
import { schemaProblems } from './schema-problems.ts'
import type { State } from './state.ts'

/** What a document in the fixture format holds, or all that is wrong with it. */
export type FixtureResult =
  | { readonly ok: true; readonly state: State; readonly provenance: unknown }
  | { readonly ok: false; readonly problems: Problems }

type Json = Record<string, unknown>

/** Reads a document in the fixture format. */
export function readFixture(text: string): FixtureResult {
  const builder = new FixtureBuilder()
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    builder.problems.add('', `expected JSON: ${(error as SyntaxError).message}`)
    return { ok: false, problems: builder.problems }
  }
  return finishFixture(document, builder)
}

/**
 * @param document all of it, or what is left when the builder has taken the records of some lists
 * @param builder takes the records that are in the document still
 */
export function finishFixture(document: unknown, builder: FixtureBuilder): FixtureResult {
  const { problems } = builder
  const outline = takeRecords(document, builder)
  for (const { pointer, expected } of schemaProblems(Errors(Fixture, outline), '')) problems.add(pointer, expected)
  const provenance = isObject(outline) ? outline['$mock'] : undefined
  const issued = isObject(provenance) ? provenance['issued'] : undefined
  const state = builder.build(Number.isSafeInteger(issued) ? Number(issued) : 0)
  return problems.total > 0 ? { ok: false, problems } : { ok: true, state, provenance }
}

/** Gives the records of a document to the builder. @returns the document with those lists empty */
function takeRecords(document: unknown, builder: FixtureBuilder): unknown {
  if (!isObject(document)) return document
  const outline: Json = { ...document }
  for (const section of Object.keys(FixtureRecords) as Section[]) {
    const [, api = '', list = ''] = section.split('/')
    const part = outline[api]
    const records = isObject(part) ? part[list] : undefined
    if (!isObject(part) || !Array.isArray(records)) continue
    for (const [index, record] of records.entries()) builder.add(section, index, record)
    outline[api] = { ...part, [list]: [] }
  }
  return outline
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
