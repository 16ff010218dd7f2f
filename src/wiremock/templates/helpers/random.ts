import { TemplateError } from '../template-error.ts'
import { listOf, numberOf } from '../values.ts'
import type { HelperCall, Helpers } from './helper.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'
const ALPHABETS: Readonly<Record<string, string>> = {
  ALPHANUMERIC: LETTERS + DIGITS,
  ALPHABETIC: LETTERS,
  NUMERIC: DIGITS,
  HEXADECIMAL: `${DIGITS}abcdef`,
  ALPHANUMERIC_AND_SYMBOLS: `${LETTERS}${DIGITS}!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`
}
const DEFAULT_LENGTH = 36
const LARGEST_INTEGER = 2 ** 31
/** A random number takes so many steps. */
const STEPS_PER_RANDOM = 5

/** Random values. They come from a stream of the sandbox: the same seed gives the same values. */
export const random: Helpers = {
  randomValue,
  randomInt({ hash, random }) {
    const [lower, upper] = range(hash, -LARGEST_INTEGER, LARGEST_INTEGER)
    return Math.floor(lower + random() * (upper - lower))
  },
  randomDecimal({ hash, random }) {
    const [lower, upper] = range(hash, -Number.MAX_VALUE / 2, Number.MAX_VALUE / 2)
    return lower + random() * (upper - lower)
  },
  pickRandom({ args, random }) {
    const values = args.length === 1 ? (listOf(args[0]) ?? args) : args
    return values[Math.floor(random() * values.length)]
  }
}

function randomValue(call: HelperCall): string {
  const { hash, text, spendText } = call
  const type = hash['type'] === undefined ? 'ALPHANUMERIC' : text(hash['type'])
  const value = type === 'UUID' ? uuid(call) : characters()
  return hash['uppercase'] === true ? value.toUpperCase() : value

  function characters(): string {
    const length = numberOf(hash['length'] ?? DEFAULT_LENGTH)
    const alphabet = Object.hasOwn(ALPHABETS, type) ? ALPHABETS[type] : undefined
    if (alphabet === undefined) {
      throw new TemplateError(`unknown type '${type}' (available: UUID, ${Object.keys(ALPHABETS).join(', ')})`)
    }
    if (!Number.isInteger(length) || length < 0)
      throw new TemplateError(`length: expected a whole number of at least 0`)
    spendText(length, STEPS_PER_RANDOM)
    return randomText(call, alphabet, length)
  }
}

function randomText({ random }: HelperCall, alphabet: string, length: number): string {
  let value = ''
  for (let i = 0; i < length; i++) value += alphabet[Math.floor(random() * alphabet.length)]
  return value
}

function uuid(call: HelperCall): string {
  const digits = randomText(call, ALPHABETS['HEXADECIMAL'] as string, 30)
  const variant = '89ab'[Math.floor(call.random() * 4)]
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18)}`
}

function range({ lower, upper }: HelperCall['hash'], lowest: number, highest: number): [number, number] {
  const [from, to] = [numberOf(lower ?? lowest), numberOf(upper ?? highest)]
  if (!(from < to)) throw new TemplateError('expected lower to be less than upper')
  return [from, to]
}
