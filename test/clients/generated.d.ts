// Lets the compiler accept the clients before `npm run types` has generated their types; a generated file takes precedence.
declare module '*.generated.ts' {
  // biome-ignore lint/suspicious/noExplicitAny: nothing is known of the documents yet
  type Unknown = any
  interface Operation {
    parameters: { path?: Unknown; query?: Unknown }
    requestBody?: { content: { 'application/json': Unknown } }
    responses: {
      200: { content: { 'application/json': Unknown } }
      default: { content: { 'application/json': Unknown } }
    }
  }
  export type paths = Record<`/${string}`, Record<'get' | 'put' | 'post' | 'delete', Operation>>
}
