import { CompileBudget, compileJavaPattern, compileJavaSearch, expandedLength } from '../../matching/java-pattern.ts'
import { TemplateError } from '../template-error.ts'
import { TextAndItems } from '../values.ts'
import type { Helper, HelperCall, Helpers } from './helper.ts'
import { choice } from './logic.ts'

/** Texts. */
export const texts: Helpers = {
  upper: changed((text) => text.toUpperCase()),
  lower: changed((text) => text.toLowerCase()),
  trim: changed((text) => text.trim()),
  capitalize: changed((text, { hash }) =>
    (hash['fully'] === true ? text.toLowerCase() : text).replaceAll(
      /(^|\s)(\S)/g,
      (_, gap, first) => gap + first.toUpperCase()
    )
  ),
  capitalizeFirst: changed((text) => text.slice(0, 1).toUpperCase() + text.slice(1)),
  stripTags: changed((text) => text.replaceAll(/<[^<>]*>/g, '')),
  cut: changed((text, { args: [, part], text: show }) => text.replaceAll(show(part), '')),
  defaultIfEmpty: ({ args: [value, fallback], text }) => (text(value) === '' ? fallback : value),
  replace: changed(replace),
  substring: changed((text, { args: [, from, to = text.length] }) => {
    const [start, end] = [Number(from), Number(to)]
    if (!(start >= 0 && start <= end && end <= text.length)) {
      throw new TemplateError(`begin ${start}, end ${end}, length ${text.length}`)
    }
    return text.slice(start, end)
  }),
  base64: changed((text, { hash }) => {
    if (hash['decode'] !== true) {
      const encoded = Buffer.from(text).toString('base64')
      return hash['padding'] === false ? encoded.replace(/=+$/, '') : encoded
    }
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new TemplateError('expected Base64')
    return Buffer.from(text, 'base64').toString()
  }),
  urlEncode: changed((text, { hash }) => (hash['decode'] === true ? urlDecoded(text) : urlEncoded(text))),
  matches: choice(({ args: [value, pattern], text, compiled, work }) => {
    const compile = (source: string) => {
      spendOnCompiling(source, work)
      return compileJavaPattern(source, new CompileBudget())
    }
    return supported(() => compiled('pattern', text(pattern), compile))(text(value), work)
  }),
  regexExtract
}

/** A helper that changes a text: its first argument, or the block. */
function changed(change: (text: string, call: HelperCall) => string): Helper {
  return (call) => {
    const text = call.isBlock ? call.body(call.current) : call.text(call.args[0])
    call.spendText(text.length)
    return change(text, call)
  }
}

function replace(text: string, { args: [, target, replacement], text: show, spendText }: HelperCall): string {
  if (target === undefined || replacement === undefined)
    throw new TemplateError('expected a text, what to replace, and by what')
  const parts = text.split(show(target))
  const by = show(replacement)
  spendText(text.length + parts.length * by.length)
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
  } catch {
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

function supported<T>(compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    throw new TemplateError((error as Error).message)
  }
}

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
