import { parseNestedJson } from '../../../common/exact-json.ts'
import type { Compile, Keyword } from './keyword.ts'
import { text } from './operands.ts'

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
/** Reading JSON. */
const STEPS_PER_CHARACTER = 5

const isBase64 = (value: string): boolean => value.length % 4 === 0 && BASE64.test(value)

function isJson(value: string): boolean {
  try {
    parseNestedJson(value)
    return true
  } catch {
    return false
  }
}

const contentEncoding: Compile = (operand, place) => {
  if (text(operand, place) !== 'base64') return undefined
  return (value, outcome, run) => {
    if (typeof value !== 'string') return
    run.spend(value.length)
    if (!isBase64(value)) outcome.errors++
  }
}

const contentMediaType: Compile = (operand, place) => {
  if (text(operand, place) !== 'application/json') return undefined
  const isEncoded = place.schema['contentEncoding'] === 'base64'
  return (value, outcome, run) => {
    if (typeof value !== 'string') return
    run.spend(STEPS_PER_CHARACTER * value.length)
    if (!isJson(isEncoded ? Buffer.from(value, 'base64').toString() : value)) outcome.errors++
  }
}

/** As formats, they are comments from version 2019-09 on. */
export const CONTENT_KEYWORDS: Readonly<Record<string, Keyword>> = {
  contentEncoding: { compile: contentEncoding, from: 7, to: 7 },
  contentMediaType: { compile: contentMediaType, from: 7, to: 7 }
}
