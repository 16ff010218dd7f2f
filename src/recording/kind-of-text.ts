import type { Kind } from './shapes.ts'

/** Longer texts are no names, addresses or dates. In characters. */
const MAX_LENGTH = 256

const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/
const DATE = /^\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?$/
const DATE_OF_PEOPLE = /^\d{1,2}([./-])\d{1,2}\1\d{4}$/
const PHONE = /^[+(\d][\d\s()./-]{5,}\d$/
const DIGITS = /^\d+$/
const ACCOUNT = /^[^\s\\]+\\[^\s\\]+$/
const NAME = /^[\p{L}\p{M}.'’-]+(?: [\p{L}\p{M}.'’-]+){1,3}$/u

/** A text without the differences that do not matter: people are the same whatever the spelling. */
export interface NormalizedText {
  readonly kind: Kind
  readonly normalized: string
}

/** Normalizes a text. The result depends on nothing else, so that the same value has the same pseudonym everywhere. */
export function normalize(text: string): NormalizedText {
  const normalized = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ')
  const kind = kindOf(normalized)
  return { kind, normalized: kind === 'phone' ? normalized.replace(/[^\d+]/g, '') : normalized }
}

function kindOf(normalized: string): Kind {
  if (normalized.startsWith('{') && isJson(normalized)) return 'object'
  if (normalized.startsWith('[') && isJson(normalized)) return 'array'
  if (normalized.length > MAX_LENGTH) return 'text'
  if (MAIL.test(normalized)) return 'mail'
  if (DATE.test(normalized) || DATE_OF_PEOPLE.test(normalized)) return 'date'
  if (DIGITS.test(normalized)) return 'digits'
  if (PHONE.test(normalized)) return 'phone'
  if (ACCOUNT.test(normalized)) return 'account'
  if (NAME.test(normalized)) return 'name'
  return normalized.includes(' ') ? 'text' : 'word'
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
