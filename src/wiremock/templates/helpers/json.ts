import { parseNestedJson } from '../../../common/exact-json.ts'
import { ExactNumber } from '../../../common/exact-number.ts'
import { PatternTooLong } from '../../matching/compile-budget.ts'
import { expandedLength, PatternError } from '../../matching/java-pattern.ts'
import { compileJsonPath, type JsonPath, MAX_PATH } from '../../matching/json-path.ts'
import { TemplateError } from '../template-error.ts'
import { FoundInJson, hasMembers, plain, TextAndItems } from '../values.ts'
import type { HelperCall, Helpers } from './helper.ts'

/** JSON, and forms. */
export const json: Helpers = {
  jsonPath,
  parseJson(call) {
    const { args, current, isBlock, text, body, assign } = call
    const [source, name] = isBlock ? [body(current), args[0]] : args
    const value = parse(text(source), call)
    if (name === undefined) return value
    assign(text(name), value)
    return ''
  },
  toJson: ({ args: [value], json }) => (value === undefined || value === null ? '' : json(value)),
  formatJson(call) {
    const { args, current, isBlock, text, body, json } = call
    return json(parse(isBlock ? body(current) : text(args[0]), call))
  },
  formData({ args: [form, name], hash, text, assign, spendText }) {
    const source = text(form)
    spendText(source.length, STEPS_PER_DECODED)
    const isDecoded = hash['urlDecode'] === true || hash['urlDecode'] === 'true'
    const values = new Map<string, string[]>()
    for (const pair of source.split('&', MAX_FIELDS)) {
      const end = pair.includes('=') ? pair.indexOf('=') : pair.length
      const [key, value] = [pair.slice(0, end), pair.slice(end + 1)]
      const all = values.get(key) ?? []
      all.push(isDecoded ? decoded(value) : value)
      values.set(key, all)
    }
    const fields = new Map([...values].map(([key, all]) => [key, new TextAndItems(all[0] as string, all)]))
    if (name === undefined) return fields
    assign(text(name), fields)
    return ''
  }
}

/** A step is 20 ns. A path that is too long is rejected at once. Filters may contain regular expressions, whose compilation takes 1 µs for each character. */
const stepsToCompile = (path: string): number =>
  1000 + 16 * Math.min(path.length, MAX_PATH) + (/=~|match\(/.test(path) ? 50 * expandedLength(path) : 0)
/** What each character takes: decoded as a part of a form, read as JSON, and more if numbers keep their texts. */
const STEPS_PER_DECODED = 3
const STEPS_PER_PARSED = 1.25
const STEPS_PER_EXACT = 2
/** How much memory a value takes for each character of its JSON. */
const BYTES_PER_PARSED = 16
const MAX_FIELDS = 1000

/** In WireMock, a document that is not JSON has no values, and an invalid path is shown in place of the value. */
function jsonPath(call: HelperCall): unknown {
  const { hash, text, compiled, work } = call
  const [source, expression] = call.args
  const path = text(expression)
  if (path === '') return '[ERROR: The JSONPath cannot be empty]'
  let find: JsonPath
  try {
    find = compiled('JSONPath', path, (source) => {
      work.spend(stepsToCompile(source), 'compiling a JSONPath')
      return compileJsonPath(source)
    })
  } catch (error) {
    if (!(error instanceof PatternError || error instanceof PatternTooLong)) throw error
    return `[ERROR: ${error.message}]`
  }
  const found = find(hasMembers(source) ? plain(source) : jsonOrNothing(text(source), call), work)
  if (found === undefined || found === null) return hash['default']
  return typeof found === 'object' && !(found instanceof ExactNumber) ? new FoundInJson(found) : found
}

function jsonOrNothing(source: string, call: HelperCall): unknown {
  try {
    return parse(source, call)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return undefined
  }
}

/** @throws TemplateError for invalid JSON */
function parse(source: string, { work, reserve }: HelperCall): unknown {
  work.spend(STEPS_PER_PARSED * source.length, `reading ${source.length} characters as JSON`)
  reserve(BYTES_PER_PARSED * source.length)
  try {
    return parseNestedJson(source, undefined, (length) =>
      work.spend(STEPS_PER_EXACT * length, `reading ${length} characters as JSON`)
    )
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new TemplateError(`invalid JSON: ${error.message}`)
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    throw new TemplateError(`expected percent-encoded UTF-8, not '${value}'`)
  }
}
