import { validateHeaderName, validateHeaderValue } from 'node:http'
import { Errors } from '@sinclair/typebox/errors'
import type { Problems } from '../../common/problems.ts'
import { schemaProblems } from '../../common/schema-problems.ts'
import { compileRequestPattern } from '../matching/request-pattern.ts'
import { RequestPatternDocument } from '../matching/request-schemas.ts'
import { withoutNulls } from '../matching/without-nulls.ts'
import { MappingDocument, ResponseDocument, type ShownMapping } from './mapping-schemas.ts'
import type { StubMapping, StubResponse } from './stub-mapping.ts'

const DEFAULT_PRIORITY = 5
const BODIES = ['body', 'jsonBody', 'base64Body'] as const
/** What says nothing where the emulated API answers: clients send a status with every response. */
const NOT_OF_EMULATION = [...BODIES, 'statusMessage'] as const

/**
 * Checks and compiles a stub mapping.
 *
 * @param given as it came from outside
 * @param id what it is called where it does not say so itself
 * @param pointer where it stands in its document
 * @param problems gets what is wrong with it
 * @returns `undefined` where something is wrong
 */
export function compileMapping(
  given: unknown,
  id: string,
  pointer: string,
  problems: Problems
): StubMapping | undefined {
  const before = problems.total
  const document = cleaned(given)
  const wrong = schemaProblems(Errors(MappingDocument, document), pointer)
  for (const problem of wrong) problems.add(problem.pointer, problem.expected)
  if (wrong.length > 0) return undefined
  const mapping = document as MappingDocument
  const pattern = compileRequestPattern(mapping.request ?? {}, `${pointer}/request`, problems)
  const response = compileResponse(mapping.response ?? {}, `${pointer}/response`, problems)
  if (problems.total > before) return undefined
  return {
    document: shown(mapping, (mapping.id ?? mapping.uuid ?? id).toLowerCase()),
    pattern,
    priority: mapping.priority ?? DEFAULT_PRIORITY,
    response,
    usage: mapping.metadata?.mock ?? {}
  }
}

function cleaned(given: unknown): unknown {
  const document = withoutNulls(given, MappingDocument)
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document
  return {
    ...document,
    ...('request' in document && { request: withoutNulls(document.request, RequestPatternDocument) }),
    ...('response' in document && { response: withoutNulls(document.response, ResponseDocument) })
  }
}

function shown({ request, response, ...rest }: MappingDocument, id: string): ShownMapping {
  return { ...rest, id, uuid: id, request: { method: 'ANY', ...request }, response: { status: 200, ...response } }
}

function compileResponse(document: ResponseDocument, pointer: string, problems: Problems): StubResponse {
  const { status = 200, statusMessage, headers = {}, fault, transformers = [] } = document
  const emulates = transformers.length > 0
  const bodies = BODIES.filter((kind) => document[kind] !== undefined)
  if (bodies.length > 1) problems.add(`${pointer}/${bodies[1]}`, `only one of ${bodies.join(', ')} can be sent`)
  for (const member of emulates ? NOT_OF_EMULATION : []) {
    if (document[member] === undefined) continue
    problems.add(
      `${pointer}/${member}`,
      'the emulated API answers itself: only delays, headers and a fault go with emulate'
    )
  }
  if (/[^\t\x20-\x7e\x80-\xff]/.test(statusMessage ?? '')) {
    problems.add(`${pointer}/statusMessage`, 'expected text that can stand in a status line')
  }
  checkHeaders(headers, pointer, problems)
  return {
    status,
    statusMessage,
    headers,
    body: bodyOf(document),
    fixed: document.fixedDelayMilliseconds,
    distribution: document.delayDistribution,
    dribble: document.chunkedDribbleDelay,
    fault,
    emulates
  }
}

function checkHeaders(headers: StubResponse['headers'], pointer: string, problems: Problems): void {
  for (const [name, values] of Object.entries(headers)) {
    try {
      validateHeaderName(name)
      for (const value of [values].flat()) validateHeaderValue(name, value)
    } catch (error) {
      problems.add(`${pointer}/headers`, (error as Error).message)
    }
  }
}

function bodyOf({ body, jsonBody, base64Body }: ResponseDocument): Buffer {
  if (jsonBody !== undefined) return Buffer.from(JSON.stringify(jsonBody))
  return base64Body === undefined ? Buffer.from(body ?? '') : Buffer.from(base64Body, 'base64')
}
