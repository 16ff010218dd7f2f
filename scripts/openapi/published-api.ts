import type { FastifyInstance } from 'fastify'
import type { ApiPluginOptions } from '../../src/api/define-api.ts'
import type { CredentialDoc, Security } from '../../src/api/operation.ts'
import type { HeaderParameter } from './version-3-0.ts'

/** The parts of an API that the generator reads. */
export interface PublishedApi {
  readonly name: string
  /** The title of the document, if the API has no documentation. */
  readonly title: string
  /** The path prefix of all routes: '' or one like `/api`. */
  readonly prefix: string
  readonly credential?: {
    /** The name of each part of the credential, by the header that carries it. */
    readonly headers: Readonly<Record<string, string>>
    /** What precedes the value in the header, as in `Authorization: Bearer …`. */
    readonly scheme?: string
  }
  /** Declares the routes. */
  plugin(app: FastifyInstance, options: ApiPluginOptions): Promise<void>
}

type SecurityScheme = { readonly description?: string } & (
  | { readonly type: 'apiKey'; readonly in: 'header'; readonly name: string }
  | { readonly type: 'http'; readonly scheme: string }
)

/**
 * The security schemes of an API, by name.
 *
 * @param docs by name
 */
export function securitySchemes(
  { credential }: PublishedApi,
  docs: Readonly<Record<string, CredentialDoc>> = {}
): Record<string, SecurityScheme> {
  const { headers = {}, scheme } = credential ?? {}
  return Object.fromEntries(
    Object.entries(headers).map(([header, name]): [string, SecurityScheme] => {
      const description = docs[name]?.description
      const described = description === undefined ? {} : { description }
      return scheme === undefined
        ? [name, { type: 'apiKey', in: 'header', name: header, ...described }]
        : [name, { type: 'http', scheme: scheme.toLowerCase(), ...described }]
    })
  )
}

/** Requires all parts of the credential together; nothing if the API has none. */
export function requiredCredential({ credential }: PublishedApi): Security {
  const names = Object.values(credential?.headers ?? {})
  return names.length === 0 ? [] : [Object.fromEntries(names.map((name) => [name, []]))]
}

/**
 * The headers of a credential except the first, which is the one that importers know.
 *
 * @param docs by name
 */
export function otherHeaders(
  { credential }: PublishedApi,
  docs: Readonly<Record<string, CredentialDoc>> = {}
): HeaderParameter[] {
  return Object.entries(credential?.headers ?? {})
    .slice(1)
    .flatMap(([header, name]) => {
      const { example } = docs[name] ?? {}
      const description = 'Part of the credential. Omit it if your client already sends both parts.'
      return example === undefined ? [] : [{ name: header, description, example }]
    })
}
