import { parseNestedJson } from '../../../common/exact-json.ts'
import { ExactNumber } from '../../../common/exact-number.ts'
import { expandedLength } from '../../matching/java-pattern.ts'
import { compileJsonPath, type JsonPath } from '../../matching/json-path.ts'
import { TemplateError } from '../template-error.ts'
import { FoundInJson, membersOf, plain, prettyJson, TextAndItems } from '../values.ts'
import type { HelperCall, Helpers } from './helper.ts'

/** JSON, and forms. */
export const json: Helpers = {
  jsonPath,
  parseJson({ args, current, isBlock, text, body, assign, work }) {
    const [source, name] = isBlock ? [body(current), args[0]] : args
    const value = parse(text(source), work)
    if (name === undefined) return value
    assign(text(name), value)
    return ''
  },
  toJson: ({ args: [value], work }) =>
    value === undefined || value === null ? '' : prettyJson(value, (parts) => work.spend(parts, 'writing JSON')),
  formatJson: ({ args: [value], current, isBlock, text, body, work }) =>
    prettyJson(parse(isBlock ? body(current) : text(value), work), (parts) => work.spend(parts, 'writing JSON')),
  formData({ args: [form, name], hash, text, assign, spendText }) {
    const source = text(form)
    spendText(source.length)
    const isDecoded = hash['urlDecode'] === true || hash['urlDecode'] === 'true'
    const values = new Map<string, string[]>()
    for (const pair of source.split('&').slice(0, MAX_FIELDS)) {
      const end = pair.includes('=') ? pair.indexOf('=') : pair.length
      const [key, value] = [pair.slice(0, end), pair.slice(end + 1)]
      values.set(key, [...(values.get(key) ?? []), isDecoded ? decoded(value) : value])
    }
    const fields = new Map([...values].map(([key, all]) => [key, new TextAndItems(all[0] as string, all)]))
    if (name === undefined) return fields
    assign(text(name), fields)
    return ''
  }
}

/** A step is 20 ns. Filters may contain regular expressions, whose compilation takes 1 µs for each character. */
const stepsToCompile = (path: string): number => 1000 + (/=~|match\(/.test(path) ? 50 * expandedLength(path) : 0)
const MAX_FIELDS = 1000

/** In WireMock, a document that is not JSON has no values, and an invalid path is shown in place of the value. */
function jsonPath({ args: [source, expression], hash, text, compiled, work }: HelperCall): unknown {
  const path = text(expression)
  if (path === '') return '[ERROR: The JSONPath cannot be empty]'
  const members = membersOf(source)
  let find: JsonPath
  try {
    find = compiled('JSONPath', path, (source) => {
      work.spend(stepsToCompile(source), 'compiling a JSONPath')
      return compileJsonPath(source)
    })
  } catch (error) {
    return `[ERROR: ${(error as Error).message}]`
  }
  const found = find(members === undefined ? jsonOrNothing(text(source), work) : plain(source), work)
  if (found === undefined || found === null) return hash['default']
  return typeof found === 'object' && !(found instanceof ExactNumber) ? new FoundInJson(found) : found
}

function jsonOrNothing(text: string, work: HelperCall['work']): unknown {
  spendOnReading(text, work)
  try {
    return parseNestedJson(text)
  } catch {
    return undefined
  }
}

/** @throws TemplateError for invalid JSON */
function parse(text: string, work: HelperCall['work']): unknown {
  spendOnReading(text, work)
  try {
    return parseNestedJson(text)
  } catch (error) {
    throw new TemplateError(`invalid JSON: ${(error as Error).message}`)
  }
}

const spendOnReading = ({ length }: string, work: HelperCall['work']): void =>
  work.spend(length, `reading ${length} characters as JSON`)

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    throw new TemplateError(`expected percent-encoded UTF-8, not '${value}'`)
  }
}
