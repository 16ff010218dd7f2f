import type { TSchema } from '@sinclair/typebox'

// Documentation of routes, joined to their schemas by operationId when the documents are generated. Only generators and
// openapi.ts files import this; a server loads neither.

/** A JSON value in a document. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export interface Example {
  readonly summary: string
  readonly value: Json
}

export type Examples = Readonly<Record<string, Example>>

/** A body of one media type. */
export interface MediaType {
  readonly schema: TSchema
  readonly examples: Examples
}

export interface Header {
  readonly description: string
  readonly required: boolean
  readonly schema: TSchema
}

/** A possible follow-up call. Its values are OpenAPI runtime expressions over the request and the response. */
export interface Link {
  readonly operationId: string
  readonly description: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly requestBody?: Json
}

/** Values that work with the built-in fixtures, by parameter name. Tools that import the document send them. */
export type ParameterExamples = Readonly<Record<string, Json>>

/** A body: `examples` of the schema that the route declares, or the whole `content` if it declares none. */
interface Body {
  readonly description: string
  readonly examples?: Examples
  readonly content?: Readonly<Record<string, MediaType>>
}

export interface RequestBodyDoc extends Body {
  readonly required: boolean
}

export interface ResponseDoc extends Body {
  readonly headers?: Readonly<Record<string, Header>>
  readonly links?: Readonly<Record<string, Link>>
}

/** A response that several operations share, by its name under `components`. */
export interface ResponseReference {
  readonly $ref: `#/components/responses/${string}`
}

/** Schemes by name; each object is one accepted combination. */
export type Security = readonly Readonly<Record<string, readonly string[]>>[]

/** One part of a credential. */
export interface CredentialDoc {
  readonly description: string
  /** A value that the built-in fixtures accept. */
  readonly example?: string
}

export interface Operation {
  readonly tags: readonly [string]
  readonly summary: string
  readonly description?: string
  /** Path parameters, if the route does not declare them. */
  readonly params?: TSchema
  /** Query parameters, if the route does not declare them. */
  readonly querystring?: TSchema
  /** Request headers, if the route does not declare them. */
  readonly headers?: TSchema
  /** Values of parameters, by name, instead of those in `parameterExamples`. */
  readonly parameterExamples?: ParameterExamples
  readonly requestBody?: RequestBodyDoc
  /** By status, in addition to the common responses. */
  readonly responses: Readonly<Record<number, ResponseDoc | ResponseReference>>
  /** Replaces the security of the document. */
  readonly security?: Security
}

/** The documentation of one API: everything published that its routes do not declare. */
export interface ApiDocs {
  readonly title: string
  readonly description: string
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  /** The media type of response bodies that the routes declare; `application/json` by default. */
  readonly mediaType?: string
  /** The credentials, by name. */
  readonly credentials: Readonly<Record<string, CredentialDoc>>
  /** Replaces the default, which requires all credentials of the API together. */
  readonly security?: Security
  /** The schemas that get a name in the document; every use of one becomes a reference. */
  readonly schemas: Readonly<Record<string, TSchema>>
  /** Shared responses, by name. */
  readonly responses: Readonly<Record<string, ResponseDoc>>
  /** The responses that every operation can have, by status. */
  readonly commonResponses: Readonly<Record<number, ResponseReference>>
  readonly parameterExamples?: ParameterExamples
  /** By operationId. */
  readonly operations: Readonly<Record<string, Operation>>
}

/** @param name the name of a response under `components` */
export const shared = (name: string): ResponseReference => ({ $ref: `#/components/responses/${name}` })

/** One example of a body. */
export const example = (summary: string, value: Json): Record<string, Example> => ({ example: { summary, value } })

/**
 * A response that the mock sends only if a stub says so.
 *
 * @param content the format of the API's errors: clients expect it with any status
 */
export const onlyFromStubs = (what: string, content: Body['content']): ResponseDoc => ({
  description: `${what}. Sent only by a stub, with the body of the stub.`,
  ...(content && { content })
})
