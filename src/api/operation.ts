import type { TSchema } from '@sinclair/typebox'

// What is published of an operation besides its route. Nothing of it is loaded by a server: a route carries its
// operationId, and these files are joined to it when the documents are made.

/** A JSON value of a document. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export interface Example {
  readonly summary: string
  readonly value: Json
}

/** A body of one media type. */
export interface MediaType {
  readonly schema: TSchema
  readonly examples: Readonly<Record<string, Example>>
}

export interface Header {
  readonly description: string
  readonly required: boolean
  readonly schema: TSchema
}

/** What can be called next, with values out of a request and its answer, as OpenAPI's runtime expressions. */
export interface Link {
  readonly operationId: string
  readonly description: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly requestBody?: Json
}

export interface Answer {
  readonly description: string
  readonly headers?: Readonly<Record<string, Header>>
  readonly content?: Readonly<Record<string, MediaType>>
  readonly links?: Readonly<Record<string, Link>>
}

/** An answer that many operations share, by its name under `components`. */
export interface AnswerReference {
  readonly $ref: `#/components/responses/${string}`
}

export interface Operation {
  readonly tags: readonly [string]
  readonly summary: string
  readonly description?: string
  /** The parameters of the path, where the route itself does not say. */
  readonly params?: TSchema
  readonly querystring?: TSchema
  readonly requestBody?: {
    readonly description: string
    readonly required: boolean
    readonly content: Readonly<Record<string, MediaType>>
  }
  /** By status. */
  readonly responses: Readonly<Record<number, Answer | AnswerReference>>
  /** Where it differs from the security of its document. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
}

/** One published API: everything of its document that its routes do not say. */
export interface DocumentSource {
  readonly title: string
  readonly description: string
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly securitySchemes: Readonly<Record<string, Json>>
  /** The schemas that the document names; wherever one of them stands, it is referred to. */
  readonly schemas: Readonly<Record<string, TSchema>>
  readonly responses: Readonly<Record<string, Answer>>
  /** What any operation can come to whose route says all else itself. */
  readonly always: Readonly<Record<number, AnswerReference>>
  /** By operationId. */
  readonly operations: Readonly<Record<string, Operation>>
}

/** @param name the name of an answer under `components` */
export const shared = (name: string): AnswerReference => ({ $ref: `#/components/responses/${name}` })

/** One example of a body. */
export const example = (summary: string, value: Json): Record<string, Example> => ({ example: { summary, value } })

/** An answer that the mock gives of itself never. */
export const onlyWhenAsked = (what: string): Answer => ({
  description: `${what}: only when a tester asks for it with a stub, whose body it has.`
})
