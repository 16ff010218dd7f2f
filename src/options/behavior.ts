import { Type } from '@sinclair/typebox'
import { EMULATED_APIS, grouped } from './grouped.ts'

/** How the emulated APIs differ from their contracts. The library also accepts an object. */
export const behaviorOptions = grouped(EMULATED_APIS, {
  behavior: Type.Optional(
    Type.Union([Type.String({ minLength: 1 }), Type.Object({})], {
      placeholder: 'FILE',
      title: 'a file name or an object',
      description: 'a behavior profile: how a real service differs from the contract'
    })
  )
})
