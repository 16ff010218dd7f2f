import type { Static } from '@sinclair/typebox'
import type { FastifyRequest } from 'fastify'
import { parseNestedJson } from '../../common/exact-json.ts'
import { jsonWeight } from '../../common/json-weight.ts'
import { Problems } from '../../common/problems.ts'
import { strictJson } from '../../fixtures/json/json-syntax.ts'
import { RecordSplitter } from '../../fixtures/json/record-splitter.ts'
import { UnreadableDocument } from '../../fixtures/unreadable-document.ts'
import { hasBody } from '../../http/read-body.ts'
import { streamText } from '../../http/stream-body.ts'
import { ImportDocument } from '../../wiremock/stubs/import-schema.ts'
import type { StubMapping } from '../../wiremock/stubs/stub-mapping.ts'
import { documentOf, requireNone } from '../documents.ts'
import { MAX_STUBS, MAX_VALUES_AT_ONCE, STUB_LIMIT } from './limits.ts'

export interface Import {
  /** By id, because replacing stubs one by one would take quadratic time. The newest comes last. */
  readonly imported: ReadonlyMap<string, StubMapping>
  readonly importOptions: Static<typeof ImportDocument>['importOptions']
}

/** The splitter expects the list in a section of a document. */
const SECTION = 'import'
const BEFORE = `{"${SECTION}":`

/**
 * Reads an import of stub mappings as it arrives, and compiles the mappings in turns.
 *
 * @throws InvalidDefinition with the problems; BodyAborted, FST_ERR_CTP_BODY_TOO_LARGE, RequestsTakeTooMuch
 */
export async function readImport({ raw, room, routeOptions, sandbox }: FastifyRequest): Promise<Import> {
  const { compileMapping } = await import('../../wiremock/stubs/compile-mapping.ts')
  const { clock, turns } = sandbox
  const problems = new Problems()
  const imported: StubMapping[] = []
  let arrived: unknown[] = []
  let index = 0
  let lists = 0
  const parse = (text: string): unknown => parseNestedJson(text, MAX_VALUES_AT_ONCE)
  const splitter = new RecordSplitter(
    { ...strictJson(), longest: STUB_LIMIT, parse },
    {
      isWanted: (section, list) => section === SECTION && list === 'mappings' && ++lists > 0,
      take(_section, _list, mappings) {
        for (const mapping of mappings) arrived.push(mapping)
      }
    },
    { line: 1, column: 1 - BEFORE.length }
  )
  const compileArrived = async (): Promise<void> => {
    const documents = arrived
    arrived = []
    await turns.each(documents, (document) => {
      if (problems.isFull) return
      const mapping = compileMapping(document, clock.uuid(), `/mappings/${index++}`, problems)
      if (mapping !== undefined) imported.push(mapping)
      if (index === MAX_STUBS + 1) problems.add('/mappings', TOO_MANY)
    })
  }
  try {
    splitter.take(Buffer.from(BEFORE))
    let bytes = 0
    const take = async (part: Buffer): Promise<boolean> => {
      bytes += part.length
      room.resize(room.bytes + jsonWeight(part))
      splitter.take(part)
      await compileArrived()
      return !problems.isFull && index <= MAX_STUBS
    }
    if (hasBody(raw)) await streamText(raw, routeOptions.bodyLimit, take)
    if (problems.isFull || index > MAX_STUBS) requireNone(problems)
    splitter.take(Buffer.from(bytes > 0 ? '}' : 'null}'))
    const { [SECTION]: outline } = splitter.finish() as { [SECTION]: unknown }
    const { importOptions } = documentOf(ImportDocument, outline)
    if (lists > 1) problems.add('/mappings', `duplicate field 'mappings'`)
    requireNone(problems)
    // As in WireMock, the first mapping of the list takes precedence, so it must be the newest.
    const byId = new Map(imported.reverse().map((mapping) => [mapping.document.id, mapping]))
    await turns.next()
    return { imported: byId, importOptions }
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error
    problems.add('', error.message)
    requireNone(problems)
    throw error
  }
}

const TOO_MANY = `the stubs exceed the limit of ${MAX_STUBS} per sandbox: import fewer`
