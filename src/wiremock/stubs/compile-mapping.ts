import { isInexact, toJson } from '../../common/exact-json.ts'
import type { Problems } from '../../common/problems.ts'
import { errorsIn, schemaProblems } from '../../common/schema-problems.ts'
import { knownMembers, type OtherMembers } from '../matching/known-members.ts'
import { hasNoMembers, isObject } from '../matching/read-scalars.ts'
import { compileReadPattern, readPattern } from '../matching/request-pattern.ts'
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
/** Members that the emulated API sets. `status` is checked separately, because clients always send it. */
const SET_BY_EMULATION = [...BODIES, 'statusMessage'] as const

/**
 * Checks and compiles a stub mapping.
 *
 * @param input not validated yet
 * @param defaultId its id if it has none
 * @param pointer its place in the document, as a JSON pointer
 * @param problems collects its errors
 * @param unusable collects errors that earlier versions accepted, such as headers that cannot be sent, which are left out
 * @returns `undefined` if there are problems
 */
export function compileMapping(
  input: unknown,
  defaultId: string,
  pointer: string,
  problems: Problems,
  unusable = problems
): StubMapping | undefined {
  if (Array.isArray(input)) {
    problems.add(
      pointer,
      'expected one stub, not a list: several are {"mappings":[…]}, in a file or for POST /__admin/mappings/import'
    )
    return undefined
  }
  const problemsBefore = problems.total
  const document = readMembers(input, pointer, problems)
  const invalid = schemaProblems(errorsIn(MappingDocument, document), pointer)
  for (const problem of invalid) problems.add(problem.pointer, problem.expected)
  if (invalid.length > 0) return undefined
  const mapping = document as MappingDocument
  const pattern = compileReadPattern(mapping.request ?? {}, `${pointer}/request`, problems)
  const response = compileResponse(mapping.response ?? {}, `${pointer}/response`, problems, unusable)
  if (problems.total > problemsBefore) return undefined
  const complete = withDefaults(mapping, (mapping.id ?? mapping.uuid ?? defaultId).toLowerCase())
  return {
    document: complete,
    isInexact: isInexact(complete),
    pattern,
    priority: mapping.priority ?? DEFAULT_PRIORITY,
    response,
    usage: mapping.metadata?.mock ?? {},
    bytes: mappingBytes(mapping, response.body) + pattern.bytes + (response.template?.bytes ?? 0)
  }
}

const PROXY = 'this server does not forward requests'
const ACTIONS = 'this server does not send requests or run extensions'
const OTHER_MEMBERS = {
  mapping: {
    // WireMock writes the first one into files.
    ignored: ['insertionIndex', '$schema'],
    unsupported: { postServeActions: ACTIONS, serveEventListeners: ACTIONS }
  },
  response: {
    ignored: ['fromConfiguredStub'],
    unsupported: {
      proxyBaseUrl: PROXY,
      proxyUrlPrefixToRemove: PROXY,
      additionalProxyRequestHeaders: PROXY,
      removeProxyRequestHeaders: PROXY
    }
  }
} as const satisfies Record<string, OtherMembers>

/** Members of a response that have no effect if they are empty. */
const OPTIONAL_IF_EMPTY: readonly string[] = ['transformers', 'transformerParameters']

function readMembers(input: unknown, pointer: string, problems: Problems): unknown {
  const document = knownMembers(input, MappingDocument, OTHER_MEMBERS.mapping, pointer, problems)
  if (!isObject(document)) return document
  const { request, response } = document
  // WireMock treats an empty id as missing. Keeps the order of members: the hash of the documents depends on it.
  const members = Object.entries(document).filter(([name, value]) => value !== '' || (name !== 'id' && name !== 'uuid'))
  return {
    ...Object.fromEntries(members),
    ...(request !== undefined && { request: readPattern(request, `${pointer}/request`, problems) }),
    ...(response !== undefined && { response: readResponse(response, `${pointer}/response`, problems) })
  }
}

function readResponse(input: unknown, pointer: string, problems: Problems): unknown {
  const response = knownMembers(input, ResponseDocument, OTHER_MEMBERS.response, pointer, problems)
  if (!isObject(response)) return response
  return Object.fromEntries(
    Object.entries(response).filter(([name, value]) => !OPTIONAL_IF_EMPTY.includes(name) || !hasNoMembers(value))
  )
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
  // Clients of WireMock always send a status, 200 by default.
  if (emulates && status !== 200) {
    unusable.add(
      `${pointer}/status`,
      `${status} is not supported with the transformer emulate: the emulated API sets it`
    )
  }
  if (UNSENDABLE.test(statusMessage ?? '')) problems.add(`${pointer}/statusMessage`, ONLY_SENDABLE)
  for (const member of DELAYS) checkDelay(document[member], `${pointer}/${member}`, unusable)
  const { bodyFileName } = document
  // A template becomes a path only when it is rendered.
  const isFileTemplate = isTemplate && bodyFileName?.includes('{{') === true
  if (bodyFileName !== undefined && !isFileTemplate && !isSafeName(bodyFileName)) {
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

/** As in WireMock, `base64Body` is not a template. */
function templateOf(document: ResponseDocument, bytes: Buffer, pointer: string, problems: Problems): ResponseTemplate {
  const text = document.base64Body === undefined ? bytes.toString() : undefined
  const place = `${pointer}/${document.jsonBody === undefined ? 'body' : 'jsonBody'}`
  const fileName = document.bodyFileName
  return compileResponseTemplate({ text, bytes, pointer: place, fileName }, document.headers ?? {}, pointer, problems)
}

const escapeName = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

function bodyOf({ body, jsonBody, base64Body }: ResponseDocument): Buffer {
  if (jsonBody !== undefined) return Buffer.from(toJson(jsonBody))
  return base64Body === undefined ? Buffer.from(body ?? '') : Buffer.from(base64Body, 'base64')
}
