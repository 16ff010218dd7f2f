import { splitText, stepsToFind } from '../../../common/find-text.ts'
import { CompileBudget } from '../../matching/compile-budget.ts'
import { compileJavaPattern, compileJavaSearch, expandedLength, PatternError } from '../../matching/java-pattern.ts'
import { TemplateError } from '../template-error.ts'
import { numberOf, TextAndItems } from '../values.ts'
import type { Helper, HelperCall, Helpers } from './helper.ts'
import { choice } from './logic.ts'

/** Texts. */
export const texts: Helpers = {
  upper: changed(1, (text) => text.toUpperCase()),
  lower: changed(1, (text) => text.toLowerCase()),
  trim: changed(0.25, (text) => text.trim()),
  capitalize: changed(6, (text, { hash }) =>
    (hash['fully'] === true ? text.toLowerCase() : text).replaceAll(/(?<!\S)\S/g, (first) => first.toUpperCase())
  ),
  capitalizeFirst: changed(0.25, (text) => text.slice(0, 1).toUpperCase() + text.slice(1)),
  stripTags: changed(1, (text) => text.replaceAll(/<[^<>]*>/g, '')),
  cut: (call) => replaced(call, call.args[1], ''),
  defaultIfEmpty: ({ args: [value, fallback], text }) => (text(value) === '' ? fallback : value),
  replace(call) {
    const [, target, replacement] = call.args
    if (target === undefined || replacement === undefined)
      throw new TemplateError('expected a text, what to replace, and by what')
    return replaced(call, target, call.text(replacement))
  },
  substring: changed(0, (text, { args: [, from, to = text.length] }) => {
    const [start, end] = [numberOf(from), numberOf(to)]
    if (!(start >= 0 && start <= end && end <= text.length)) {
      throw new TemplateError(`begin ${start}, end ${end}, length ${text.length}`)
    }
    return text.slice(start, end)
  }),
  base64: changed(0.5, (text, { hash }) => {
    if (hash['decode'] !== true) {
      const encoded = Buffer.from(text).toString('base64')
      return hash['padding'] === false ? encoded.replace(/=+$/, '') : encoded
    }
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new TemplateError('expected Base64')
    return Buffer.from(text, 'base64').toString()
  }),
  urlEncode: changed(4, (text, { hash }) => (hash['decode'] === true ? urlDecoded(text) : urlEncoded(text))),
  matches: choice(({ args: [value, pattern], text, compiled, work }) => {
    const compile = (source: string) => {
      spendOnCompiling(source, work)
      return compileJavaPattern(source, new CompileBudget())
    }
    try {
      return compiled('pattern', text(pattern), compile)(text(value), work)
    } catch (error) {
      throw error instanceof PatternError ? new TemplateError(error.message) : error
    }
  }),
  regexExtract
}

/**
 * A helper that changes a text: its first argument, or the block.
 *
 * @param steps what each character takes at most, whatever it is: measured with texts that take the longest
 */
function changed(steps: number, change: (text: string, call: HelperCall) => string): Helper {
  return (call) => {
    const text = textFor(call)
    call.spendText(text.length, steps)
    const changed = change(text, call)
    if (changed.length > text.length) call.spendText(changed.length)
    return changed
  }
}

const textFor = ({ isBlock, body, current, text, args }: HelperCall): string =>
  isBlock ? body(current) : text(args[0])

/** What each character takes at most while a text is split and joined: more if each becomes a part. */
const STEPS_OF_SPLIT = { byPart: 2, byCharacter: 4 }

function replaced(call: HelperCall, target: unknown, by: string): string {
  const text = textFor(call)
  const part = call.text(target)
  call.work.spend(stepsToFind(text, part), 'searching a text')
  call.spendText(text.length, part === '' ? STEPS_OF_SPLIT.byCharacter : STEPS_OF_SPLIT.byPart)
  const parts = splitText(text, part)
  call.spendText(text.length + parts.length * by.length)
  return parts.join(by)
}

/** The match of an expression, or its groups as a variable. */
function regexExtract({ args: [value, pattern, name], hash, text, assign, compiled, work }: HelperCall): unknown {
  const source = text(pattern)
  let search: ReturnType<typeof compileJavaSearch>
  try {
    search = compiled('search', source, (source) => {
      spendOnCompiling(source, work)
      return compileJavaSearch(source, new CompileBudget())
    })
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return `[ERROR: Invalid regex string ${source}]`
  }
  const found = search(text(value), work)
  if (found === undefined) return hash['default'] ?? `[ERROR: Nothing matched ${source}]`
  const [match = '', ...groups] = found
  if (name === undefined) return match
  const [group] = groups
  if (group === undefined) return `[ERROR: Nothing matched ${source}]`
  assign(text(name), new TextAndItems(group, groups))
  return ''
}

/** A step is 20 ns: compiling takes about 20 µs, and 1 µs for each character. */
const spendOnCompiling = (source: string, work: HelperCall['work']): void =>
  work.spend(1000 + 50 * expandedLength(source), 'compiling a regular expression')

/** As in Java's `URLEncoder`. */
const urlEncoded = (text: string): string =>
  encodeURIComponent(Buffer.from(text).toString())
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new TemplateError('expected percent-encoded UTF-8')
  }
}
