import { isTruthy, listOf, memberOf, membersOf } from '../values.ts'
import type { HelperCall, Helpers } from './helper.ts'

/** Handlebars' own blocks, and variables. */
export const blocks: Helpers = {
  if: ({ args: [value], current, body, inverse }) => (isTruthy(value ?? false) ? body(current) : inverse()),
  unless: ({ args: [value], current, body, inverse }) => (isTruthy(value) ? inverse() : body(current)),
  with: ({ args: [value], body, inverse }) => (isTruthy(value) ? body(value, {}, [value]) : inverse()),
  each,
  lookup: ({ args: [value, name], text }) => memberOf(value, text(name)),
  assign({ args: [name], current, text, body, assign }) {
    assign(text(name), body(current))
    return ''
  },
  val({ args: [value], hash, text, assign }) {
    const found = isTruthy(value) || hash['or'] === undefined ? value : hash['or']
    if (hash['assign'] === undefined) return found
    assign(text(hash['assign']), found)
    return ''
  }
}

const STEPS_PER_ELEMENT = 10

function each({ args: [value], body, inverse, work }: HelperCall): string {
  const list = listOf(value)
  work.spend(STEPS_PER_ELEMENT * (list?.length ?? 0), 'repeating a block')
  const entries = list?.map((item, i) => [i, item] as const) ?? membersOf(value, work.spend.bind(work)) ?? []
  if (entries.length === 0) return inverse()
  let output = ''
  for (const [i, [key, item]] of entries.entries()) {
    const data = {
      index: i,
      key,
      first: i === 0 ? 'first' : '',
      last: i === entries.length - 1 ? 'last' : '',
      odd: i % 2 === 1 ? 'odd' : '',
      even: i % 2 === 0 ? 'even' : ''
    }
    output += body(item, data, [item, key])
  }
  return output
}
