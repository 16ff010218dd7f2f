import { isIPv4, isIPv6 } from 'node:net'
import { isIri, isIriReference, isUri, isUriReference, isUriTemplate } from './address-formats.ts'
import { isDate, isDateTime, isDuration, isTime } from './date-formats.ts'
import { isEmail, isHostname, isIdnEmail, isIdnHostname } from './host-formats.ts'
import type { Compile, Keyword } from './keyword.ts'
import { text } from './operands.ts'

/** In characters. A longer text has no format. */
const MAX_LENGTH = 10_000
const STEPS_PER_CHARACTER = 4

const matching =
  (expression: RegExp) =>
  (value: string): boolean =>
    expression.test(value)

function isExpression(value: string): boolean {
  try {
    new RegExp(value, 'u')
    return true
  } catch {
    return false
  }
}

/** The formats that WireMock's library checks. Their expressions take linear time. */
const FORMATS: Readonly<Record<string, (value: string) => boolean>> = {
  date: isDate,
  time: isTime,
  'date-time': isDateTime,
  duration: isDuration,
  email: isEmail,
  'idn-email': isIdnEmail,
  hostname: isHostname,
  'idn-hostname': isIdnHostname,
  ipv4: isIPv4,
  ipv6: (value) => isIPv6(value) && !value.includes('%'),
  uri: isUri,
  'uri-reference': isUriReference,
  iri: isIri,
  'iri-reference': isIriReference,
  'uri-template': isUriTemplate,
  uuid: matching(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i),
  regex: isExpression,
  'json-pointer': matching(/^(?:\/(?:[^~/]|~[01])*)*$/),
  'relative-json-pointer': matching(/^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/)
}

/** From version 2019-09 on, formats are comments. Unknown formats are ignored, as in WireMock. */
const format: Compile = (operand, place) => {
  const name = text(operand, place)
  const isOfFormat = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined
  if (isOfFormat === undefined || place.version >= 2019) return undefined
  return (value, outcome, run) => {
    if (typeof value !== 'string') return
    run.spend(STEPS_PER_CHARACTER * Math.min(value.length, MAX_LENGTH))
    if (value.length > MAX_LENGTH || !isOfFormat(value)) outcome.errors++
  }
}

export const FORMAT: Keyword = { compile: format }
