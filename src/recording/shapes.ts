// Pseudonyms must not contain parts of other people's data by chance, or a search for leaks would find them. So each one is made of groups of
// three letters, consonant, `q` or `x`, and consonant: no language has such parts of words. Groups are joined by a separator, so no part of
// four characters consists of letters alone, as parts of random ids do. Digits come in pairs from 36 up, which are not parts of dates.

/** What kind of text a value is: it decides how its pseudonym looks. */
export type Kind = 'mail' | 'date' | 'phone' | 'digits' | 'account' | 'object' | 'array' | 'name' | 'word' | 'text'

/** Consonants that are rare next to `q` and `x`, also in abbreviations: no `mx`, `exp`, `XL` or `Rx`. */
const CONSONANTS = 'bfgjkvwz'
const MIDDLES = 'qx'
/** No country has the code ZZ, and the standard reserves it for such uses, so no mail to this domain can be delivered. */
const DOMAIN = 'zz'
/** No country has this code. */
const COUNTRY_CODE = '+999'
const MIN_PAIR = 36
/** The first year of dates, long before those of living people. */
const MIN_YEAR = 1801

/** Random numbers from random bytes. */
export class Draws {
  #rest: bigint

  constructor(bytes: Buffer) {
    this.#rest = BigInt(`0x${bytes.toString('hex')}`)
  }

  /** A number from 0 up to a limit. */
  upTo(limit: number): number {
    const value = Number(this.#rest % BigInt(limit))
    this.#rest /= BigInt(limit)
    return value
  }
}

/** Draws a text of a kind. For a date, the original shows the format. */
export const shapes: Readonly<Record<Kind, (draws: Draws, original: string) => string>> = {
  mail: (draws) => `${groups(draws, 6, '-')}@${groups(draws, 1)}.${DOMAIN}`,
  date,
  phone: (draws) => `${COUNTRY_CODE} ${pairs(draws, 6, '/')}`,
  digits: (draws) => pairs(draws, 7, '_'),
  account: (draws) => `${groups(draws, 1)}\\${groups(draws, 6, '-')}`,
  object: (draws) => JSON.stringify({ [groups(draws, 1)]: groups(draws, 6, '-') }),
  array: (draws) => JSON.stringify([groups(draws, 7, '-')]),
  name: (draws) => groups(draws, 4, ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  word: (draws) => groups(draws, 7, '-'),
  text: (draws) => `${groups(draws, 8, ' ')}.`
}

/** The shortest pseudonym: it has no part of four characters that a text could contain. */
export const shortest = (draws: Draws): string => group(draws)

const list = (count: number, item: () => string, separator: string): string =>
  Array.from({ length: count }, item).join(separator)

const groups = (draws: Draws, count: number, separator = ''): string => list(count, () => group(draws), separator)

const group = (draws: Draws): string =>
  [CONSONANTS, MIDDLES, CONSONANTS].map((letters) => letters[draws.upTo(letters.length)]).join('')

const pairs = (draws: Draws, count: number, separator: string): string =>
  list(count, () => String(MIN_PAIR + draws.upTo(100 - MIN_PAIR)), separator)

/** A date in the format of another one: of the same parts, with the same separators. */
function date(draws: Draws, like: string): string {
  const year = String(MIN_YEAR + draws.upTo(99))
  // Also valid if the day is read as a month.
  const day = twoDigits(1 + draws.upTo(12))
  const month = twoDigits(1 + draws.upTo(12))
  const [, separator] = /^\d{1,2}([./-])/.exec(like) ?? []
  if (separator !== undefined) return [day, month, year].join(separator)
  const [, between = '', seconds, zone] = /^.{10}(?:([t ])\d\d:\d\d(:\d\d[.\d]*)?(.+)?)?$/.exec(like) ?? []
  const time = between && `${between.toUpperCase()}${twoDigits(draws.upTo(24))}:${twoDigits(draws.upTo(60))}`
  return `${year}-${month}-${day}${time}${seconds ? `:${twoDigits(draws.upTo(60))}` : ''}${zone ? 'Z' : ''}`
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')
