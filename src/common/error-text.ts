import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'

const ErrorBody = Type.Object({
  errors: Type.Array(
    Type.Object({
      title: Type.String(),
      detail: Type.Optional(Type.String()),
      source: Type.Optional(Type.Object({ pointer: Type.Optional(Type.String()) }))
    })
  )
})

/** The errors in a body of the control API as one line; `undefined` for another body. */
export function errorText(body: unknown): string | undefined {
  if (!Check(ErrorBody, body)) return undefined
  const texts = body.errors.map(({ title, detail, source: { pointer = '' } = {} }) =>
    [title, pointer, detail].filter((part) => part !== undefined && part !== '').join(': ')
  )
  return texts.join('; ')
}
