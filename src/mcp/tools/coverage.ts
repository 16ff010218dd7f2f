import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { input, tool } from '../tool.ts'

const Coverage = Type.Object({
  apis: Type.Array(
    Type.Object({
      api: Type.String(),
      sections: Type.Array(
        Type.Object({
          rules: Type.Array(Type.Object({ id: Type.String(), text: Type.String(), count: Type.Integer() }))
        })
      )
    })
  ),
  meta: Type.Object({ rules: Type.Integer(), demonstrated: Type.Integer(), percent: Type.Number() })
})

export const coverageTools = [
  tool({
    name: 'get_coverage',
    title: 'Coverage of the contracts',
    description:
      'Says which rules of the contracts of the emulated APIs the requests have demonstrated, and lists the other ones. Use it to find what tests do not exercise.',
    kind: 'reads',
    input: input({
      show: Type.Optional(
        Type.Union([Type.Literal('not demonstrated'), Type.Literal('demonstrated'), Type.Literal('none')], {
          description: 'which rules to list; not demonstrated by default'
        })
      ),
      allSandboxes: Type.Optional(Type.Boolean({ description: 'true: all sandboxes together, also dropped ones' }))
    }),
    call: ({ allSandboxes = false }) => ({ method: 'GET', path: allSandboxes ? 'coverage?all-sandboxes' : 'coverage' }),
    show: (result, { show = 'not demonstrated' }) => (Check(Coverage, result) ? summary(result, show) : result)
  })
]

function summary({ apis, meta }: Static<typeof Coverage>, show: string): object {
  const isShown = (count: number): boolean => show !== 'none' && (show === 'demonstrated') === count > 0
  const rules = apis.flatMap(({ sections }) => sections.flatMap(({ rules }) => rules))
  const listed = rules.filter(({ count }) => isShown(count)).map(({ id, text, count }) => ({ id, text, count }))
  return { ...meta, listed }
}
