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

/** The errors in a body of the control API: one line, or a heading and a line for each mistake. `undefined` for another body. */
export function errorText(body: unknown): string | undefined {
  if (!Check(ErrorBody, body)) return undefined
  const byTitle = new Map<string, string[]>()
  for (const { title, detail, source: { pointer = '' } = {} } of body.errors) {
    const text = [pointer, detail].filter((part) => part !== undefined && part !== '').join(': ')
    byTitle.set(title, [...(byTitle.get(title) ?? []), text])
  }
  const texts = [...byTitle].map(([title, mistakes]) => {
    if (mistakes.length > 1) return [title, ...mistakes].join('\n  ')
    return mistakes[0] === '' ? title : `${title}: ${mistakes[0]}`
  })
  return texts.join('\n')
}
