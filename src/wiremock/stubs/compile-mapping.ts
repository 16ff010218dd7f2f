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
/** Set by the emulated API. `status` is missing here because clients always send it; it is ignored. */
const SET_BY_EMULATION = [...BODIES, 'statusMessage'] as const

/**
 * Checks and compiles a stub mapping.
 *
 * @param input unchecked
 * @param defaultId its id if it has none
 * @param pointer its place in the document, as a JSON pointer
 * @param problems collects what is wrong with it
 * @returns `undefined` if there are problems
 */
export function compileMapping(
  input: unknown,
  defaultId: string,
  pointer: string,
  problems: Problems
): StubMapping | undefined {
  const problemsBefore = problems.total
  const document = removeNulls(input)
  const invalid = schemaProblems(Errors(MappingDocument, document), pointer)
  for (const problem of invalid) problems.add(problem.pointer, problem.expected)
  if (invalid.length > 0) return undefined
  const mapping = document as MappingDocument
  const pattern = compileRequestPattern(mapping.request ?? {}, `${pointer}/request`, problems)
  const response = compileResponse(mapping.response ?? {}, `${pointer}/response`, problems)
  if (problems.total > problemsBefore) return undefined
  return {
    document: withDefaults(mapping, (mapping.id ?? mapping.uuid ?? defaultId).toLowerCase()),
    pattern,
    priority: mapping.priority ?? DEFAULT_PRIORITY,
    response,
    usage: mapping.metadata?.mock ?? {}
  }
}

function removeNulls(input: unknown): unknown {
  const document = withoutNulls(input, MappingDocument)
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document
  return {
    ...document,
    ...('request' in document && { request: withoutNulls(document.request, RequestPatternDocument) }),
    ...('response' in document && { response: withoutNulls(document.response, ResponseDocument) })
  }
}

function withDefaults({ request, response, ...rest }: MappingDocument, id: string): ShownMapping {
  return { ...rest, id, uuid: id, request: { method: 'ANY', ...request }, response: { status: 200, ...response } }
}

function compileResponse(document: ResponseDocument, pointer: string, problems: Problems): StubResponse {
  const { status = 200, statusMessage, headers = {}, fault, transformers = [] } = document
  const emulates = transformers.length > 0
  const bodies = BODIES.filter((kind) => document[kind] !== undefined)
  if (bodies.length > 1) problems.add(`${pointer}/${bodies[1]}`, `only one of ${bodies.join(', ')} is allowed`)
  for (const member of emulates ? SET_BY_EMULATION : []) {
    if (document[member] === undefined) continue
    problems.add(`${pointer}/${member}`, 'not supported with the transformer emulate: the emulated API sets it')
  }
  if (/[^\t\x20-\x7e\x80-\xff]/.test(statusMessage ?? '')) {
    problems.add(`${pointer}/statusMessage`, 'must not contain control characters or characters beyond Latin-1')
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
