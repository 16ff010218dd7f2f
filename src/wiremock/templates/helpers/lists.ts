import { findText, stepsToFind } from '../../../common/find-text.ts'
import { TemplateError } from '../template-error.ts'
import { listOf, membersOf, numberOf, stepsToCompare } from '../values.ts'
import type { HelperCall, Helpers } from './helper.ts'
import { choice } from './logic.ts'

/** Lists, and texts that are made of several values. */
export const lists: Helpers = {
  array: ({ args }) => args,
  range({ args: [from, to], work }) {
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) {
      return '[ERROR: The range helper requires both lower and upper bounds as integer parameters]'
    }
    const length = Number(to) - Number(from) + 1
    if (length < 0) throw new TemplateError('the upper bound is less than the lower one')
    work.spend(STEPS_PER_ELEMENT * length, `a range of ${length} numbers`)
    return Array.from({ length }, (_, i) => Number(from) + i)
  },
  size({ args: [value], work }) {
    if (typeof value === 'string') return value.length
    return (listOf(value) ?? membersOf(value, work.spend.bind(work)))?.length
  },
  arrayAdd: ({ args: [list, value], hash, work }) => {
    const copy = copyOf(list, work)
    const position = hash['position'] === 'start' ? 0 : numberOf(hash['position'] ?? copy.length)
    return copy.toSpliced(position, 0, value)
  },
  arrayRemove: ({ args: [list], hash, work }) => {
    const copy = copyOf(list, work)
    if (hash['position'] === 'start') return copy.slice(1)
    return copy.toSpliced(numberOf(hash['position'] ?? copy.length - 1), 1)
  },
  arrayJoin(call) {
    const { args, hash, isBlock, body, text } = call
    const texts = copyOf(args[1], call.work).map((item) => (isBlock ? body(item, {}, [item]) : text(item)))
    return `${text(hash['prefix'])}${joined(texts, text(args[0]), call)}${text(hash['suffix'])}`
  },
  join(call) {
    const separator = call.args.at(-1)
    if (typeof separator !== 'string' || call.args.length < 2) {
      throw new TemplateError('expected values and a separator')
    }
    const [first] = call.args
    const values = call.args.length === 2 ? (listOf(first) ?? [first]) : call.args.slice(0, -1)
    return joined(values.map(call.text), separator, call)
  },
  contains: choice(({ args: [value, part], text, work }) => {
    const list = listOf(value)
    if (list !== undefined) {
      return list.some((item) => {
        work.spend(stepsToCompare(item, part), 'searching a list')
        return item === part
      })
    }
    const [whole, wanted] = [text(value), text(part)]
    work.spend(stepsToFind(whole, wanted), 'searching a text')
    return value !== undefined && value !== null && findText(whole, wanted) >= 0
  })
}

const STEPS_PER_ELEMENT = 4

function copyOf(value: unknown, work: HelperCall['work']): readonly unknown[] {
  const list = listOf(value)
  if (list === undefined) throw new TemplateError('expected a list')
  work.spend(STEPS_PER_ELEMENT * list.length, 'copying a list')
  return list
}

function joined(texts: readonly string[], separator: string, { spendText }: HelperCall): string {
  spendText(texts.reduce((length, text) => length + text.length + separator.length, 0))
  return texts.join(separator)
}
