import type { Problems } from '../../common/problems.ts'
import type { Work } from '../matching/work.ts'
import { isHelper } from './helpers/index.ts'
import { type Node, nodesBytes } from './nodes.ts'
import { parseTemplate } from './parse-template.ts'
import { Rendering } from './rendering.ts'
import { requestModel, type TemplatedRequest } from './request-model.ts'
import { TemplateError } from './template-error.ts'

/** What a rendering needs besides the template. */
export interface RenderInput {
  readonly request: TemplatedRequest
  readonly parameters: unknown
  readonly work: Work
  /** The body from a file: a template, or bytes that are sent as they are. */
  readonly file?: string | Buffer | undefined
  random(): number
  now(): Date
  /** Sets how much memory is reserved for the rendering, in bytes. */
  reserve(bytes: number): void
}

type Headers = Readonly<Record<string, string | string[]>>

export interface RenderedResponse {
  readonly headers: Headers
  readonly body: Buffer
}

/** A response whose body and headers are templates. */
export interface ResponseTemplate {
  /** The name of the file that contains the body. @throws TemplateError, TooExpensive */
  fileName(input: RenderInput): string | undefined
  /** @throws TemplateError, TooExpensive */
  render(input: RenderInput): RenderedResponse
  /** About how much memory it takes, in bytes. */
  readonly bytes: number
}

/** How many compiled expressions a template keeps. */
const MAX_COMPILED = 20
/** For all headers together, in characters. */
const MAX_HEADERS = 64 * 1024
/** Control characters would break a header; characters beyond Latin-1 cannot be sent. */
const CONTROL = /(?!\t)\p{Cc}/gu
const WIDE = /[^\t\x20-\x7e\xa0-\xff]/g

interface TemplatedBody {
  /** A template; `undefined` for bytes, which are sent as they are. */
  readonly text: string | undefined
  readonly bytes: Buffer
  readonly pointer: string
  /** A template, too. */
  readonly fileName: string | undefined
}

export function compileResponseTemplate(
  body: TemplatedBody,
  headers: Headers,
  pointer: string,
  problems: Problems
): ResponseTemplate {
  const compile = (text: string, place: string): readonly Node[] => {
    try {
      return parseTemplate(text, isHelper)
    } catch (error) {
      problems.add(place, (error as Error).message)
      return []
    }
  }
  const bodyNodes = body.text === undefined ? undefined : compile(body.text, body.pointer)
  const fileName = body.fileName === undefined ? undefined : compile(body.fileName, `${pointer}/bodyFileName`)
  const headerNodes = Object.entries(headers).map(([name, values]) => {
    const place = `${pointer}/headers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return [name, [values].flat().map((value) => compile(value, place)), Array.isArray(values)] as const
  })
  const compiled = new Map<string, unknown>()
  const renderingOf = (input: RenderInput): Rendering =>
    new Rendering({
      ...input,
      model: new Map<string, unknown>([
        ['request', requestModel(input.request)],
        ['parameters', input.parameters]
      ]),
      compiled: (kind, text, compile) => fromCache(compiled, `${kind} ${text}`, () => compile(text))
    })
  return {
    bytes: [bodyNodes ?? [], fileName ?? [], ...headerNodes.flatMap(([, values]) => values)].reduce(
      (sum, nodes) => sum + nodesBytes(nodes),
      0
    ),
    fileName: (input) => (fileName === undefined ? undefined : renderingOf(input).render(fileName)),
    render(input) {
      const rendering = renderingOf(input)
      const spendHeader = limitOfHeaders()
      const nodes = typeof input.file === 'string' ? parseTemplate(input.file, isHelper) : bodyNodes
      const rendered = nodes === undefined ? body.bytes : Buffer.from(rendering.render(nodes))
      return {
        body: Buffer.isBuffer(input.file) ? input.file : rendered,
        headers: Object.fromEntries(
          headerNodes.map(([name, values, isList]) => {
            const texts = values.map((nodes) => {
              const text = rendering.render(nodes)
              spendHeader(name.length + text.length)
              return text.replaceAll(CONTROL, ' ').replaceAll(WIDE, '?')
            })
            return [name, isList ? texts : (texts[0] as string)]
          })
        )
      }
    }
  }
}

/** Counts the characters of headers. Many clients accept even less. */
function limitOfHeaders(): (length: number) => void {
  let total = 0
  return (length) => {
    total += length
    if (total > MAX_HEADERS) {
      throw new TemplateError(`the headers together exceed the limit of ${MAX_HEADERS} characters for templates`)
    }
  }
}

/** Empties a full cache: expressions can differ from request to request. */
function fromCache<T>(cache: Map<string, unknown>, key: string, make: () => T): T {
  if (cache.has(key)) return cache.get(key) as T
  const made = make()
  if (cache.size >= MAX_COMPILED) cache.clear()
  cache.set(key, made)
  return made
}
