import { Errors } from '@sinclair/typebox/errors'
import type { Problems } from '../../common/problems.ts'
import { schemaProblems } from '../../common/schema-problems.ts'
import { compileRequestPattern } from '../matching/request-pattern.ts'
import { RequestPatternDocument } from '../matching/request-schemas.ts'
import { withoutNulls } from '../matching/without-nulls.ts'
import { compileResponseTemplate, type ResponseTemplate } from '../templates/response-template.ts'
import { isSafeName } from './body-files.ts'
import { checkDelay } from './check-delay.ts'
import { ONLY_SENDABLE, sendableHeaders, UNSENDABLE } from './headers.ts'
import { mappingBytes } from './mapping-bytes.ts'
import { MappingDocument, ResponseDocument, type ShownMapping } from './mapping-schemas.ts'
import type { StubMapping, StubResponse } from './stub-mapping.ts'

const DEFAULT_PRIORITY = 5
const BODIES = ['body', 'jsonBody', 'base64Body', 'bodyFileName'] as const
const DELAYS = ['fixedDelayMilliseconds', 'delayDistribution', 'chunkedDribbleDelay'] as const
/** Set by the emulated API. `status` is missing here because clients always send it; it is ignored. */
const SET_BY_EMULATION = [...BODIES, 'statusMessage'] as const

/**
 * Checks and compiles a stub mapping.
 *
 * @param input unchecked
 * @param defaultId its id if it has none
 * @param pointer its place in the document, as a JSON pointer
 * @param problems collects what is wrong with it
 * @param unusable collects what earlier versions accepted but could not do: headers that cannot be sent are left out
 * @returns `undefined` if there are problems
 */
export function compileMapping(
  input: unknown,
  defaultId: string,
  pointer: string,
  problems: Problems,
  unusable = problems
): StubMapping | undefined {
  const problemsBefore = problems.total
  const document = removeNulls(input)
  const invalid = schemaProblems(Errors(MappingDocument, document), pointer)
  for (const problem of invalid) problems.add(problem.pointer, problem.expected)
  if (invalid.length > 0) return undefined
  const mapping = document as MappingDocument
  const pattern = compileRequestPattern(mapping.request ?? {}, `${pointer}/request`, problems)
  const response = compileResponse(mapping.response ?? {}, `${pointer}/response`, problems, unusable)
  if (problems.total > problemsBefore) return undefined
  return {
    document: withDefaults(mapping, (mapping.id ?? mapping.uuid ?? defaultId).toLowerCase()),
    pattern,
    priority: mapping.priority ?? DEFAULT_PRIORITY,
    response,
    usage: mapping.metadata?.mock ?? {},
    bytes: mappingBytes(mapping, response.body) + (response.template?.bytes ?? 0)
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

function compileResponse(
  document: ResponseDocument,
  pointer: string,
  problems: Problems,
  unusable: Problems
): StubResponse {
  const { status = 200, statusMessage, headers = {}, fault, transformers = [] } = document
  const emulates = transformers.includes('emulate')
  const isTemplate = transformers.includes('response-template')
  if (emulates && isTemplate) {
    problems.add(
      `${pointer}/transformers`,
      'emulate and response-template are not supported together: the emulated API sets the body'
    )
  }
  const bodies = BODIES.filter((kind) => document[kind] !== undefined)
  if (bodies.length > 1) problems.add(`${pointer}/${bodies[1]}`, `only one of ${bodies.join(', ')} is allowed`)
  for (const member of emulates ? SET_BY_EMULATION : []) {
    if (document[member] === undefined) continue
    problems.add(`${pointer}/${member}`, 'not supported with the transformer emulate: the emulated API sets it')
  }
  if (UNSENDABLE.test(statusMessage ?? '')) problems.add(`${pointer}/statusMessage`, ONLY_SENDABLE)
  for (const member of DELAYS) checkDelay(document[member], `${pointer}/${member}`, unusable)
  const { bodyFileName } = document
  if (bodyFileName !== undefined && !isSafeName(bodyFileName)) {
    problems.add(
      `${pointer}/bodyFileName`,
      `expected a path below __files, such as users/one.json, not '${bodyFileName}'`
    )
  }
  const body = bodyOf(document)
  return {
    status,
    statusMessage,
    headers: sendableHeaders(headers, emulates, (name, reason) =>
      unusable.add(`${pointer}/headers/${escapeName(name)}`, reason)
    ),
    body,
    bodyFile: bodyFileName,
    template: isTemplate ? templateOf(document, body, pointer, problems) : undefined,
    fixed: document.fixedDelayMilliseconds,
    distribution: document.delayDistribution,
    dribble: document.chunkedDribbleDelay,
    fault,
    emulates
  }
}

/** Bytes are no template, as in WireMock. */
function templateOf(document: ResponseDocument, bytes: Buffer, pointer: string, problems: Problems): ResponseTemplate {
  const text = document.base64Body === undefined ? bytes.toString() : undefined
  const place = `${pointer}/${document.jsonBody === undefined ? 'body' : 'jsonBody'}`
  return compileResponseTemplate({ text, bytes, pointer: place }, document.headers ?? {}, pointer, problems)
}

const escapeName = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

function bodyOf({ body, jsonBody, base64Body }: ResponseDocument): Buffer {
  if (jsonBody !== undefined) return Buffer.from(JSON.stringify(jsonBody))
  return base64Body === undefined ? Buffer.from(body ?? '') : Buffer.from(base64Body, 'base64')
}
