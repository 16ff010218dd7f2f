import { TemplateError } from '../template-error.ts'

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
/** A letter and its repetitions, a quoted text, or another character, as in Java's `SimpleDateFormat`. */
const TOKEN = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/g
const MAX_FORMAT = 200
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/

/** A date in a time zone: the fields of the date are those of `local` in UTC. */
interface Zoned {
  readonly time: number
  readonly local: Date
  readonly zone: string
}

/** As WireMock shows a date: with seconds, and the offset from UTC. */
export function shownDate(time: number, zone: string): string {
  const date = zoned(time, zone)
  return `${date.local.toISOString().slice(0, -5)}${offsetOf(date, ':', 'Z')}`
}

/** @param format a pattern of `SimpleDateFormat`, `epoch` (milliseconds) or `unix` (seconds) @throws TemplateError */
export function formatDate(time: number, zone: string, format: string): string {
  if (format === 'epoch') return String(time)
  if (format === 'unix') return String(Math.floor(time / 1000))
  const date = zoned(time, zone)
  return tokensOf(format)
    .map(({ text, letter, length }) => (letter === undefined ? text : field(letter, length, date)))
    .join('')
}

interface Token {
  readonly text: string
  readonly letter: string | undefined
  readonly length: number
}

function tokensOf(format: string): Token[] {
  if (format.length > MAX_FORMAT)
    throw new TemplateError(`format: it has ${format.length} characters, more than the limit of ${MAX_FORMAT}`)
  return [...format.matchAll(TOKEN)].map(([token, quoted, letter]) => ({
    text: quoted === undefined ? token : quoted.replaceAll("''", "'") || "'",
    letter,
    length: token.length
  }))
}

function field(letter: string, length: number, date: Zoned): string {
  const { local, zone } = date
  const padded = (value: number): string => String(value).padStart(length, '0')
  const hours = local.getUTCHours()
  switch (letter) {
    case 'y':
      return length === 2 ? padded(local.getUTCFullYear() % 100) : padded(yearOfEra(local))
    case 'u':
      return padded(local.getUTCDay() || 7)
    case 'M':
    case 'L':
      return length > 2 ? nameOf(MONTHS, local.getUTCMonth(), length) : padded(local.getUTCMonth() + 1)
    case 'd':
      return padded(local.getUTCDate())
    case 'D':
      return padded(Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0)) / 86_400_000) + 1)
    case 'E':
      return nameOf(WEEKDAYS, local.getUTCDay(), length)
    case 'a':
      return hours < 12 ? 'AM' : 'PM'
    case 'H':
      return padded(hours)
    case 'k':
      return padded(hours || 24)
    case 'h':
      return padded(hours % 12 || 12)
    case 'K':
      return padded(hours % 12)
    case 'm':
      return padded(local.getUTCMinutes())
    case 's':
      return padded(local.getUTCSeconds())
    case 'S':
      return padded(local.getUTCMilliseconds())
    case 'z':
      return zone
    case 'Z':
      return offsetOf(date, '', '+0000')
    case 'X':
      return length === 1 ? offsetOf(date, '', 'Z').slice(0, 3) : offsetOf(date, length === 3 ? ':' : '', 'Z')
    default:
      throw new TemplateError(`format: unknown letter '${letter}'. Put texts in single quotes`)
  }
}

const yearOfEra = (date: Date): number =>
  date.getUTCFullYear() > 0 ? date.getUTCFullYear() : 1 - date.getUTCFullYear()

const nameOf = (names: readonly string[], index: number, length: number): string =>
  (names[index] as string).slice(0, length > 3 ? undefined : 3)

function zoned(time: number, zone: string): Zoned {
  if (zone === 'UTC') return { time, local: new Date(time), zone }
  const options = { timeZone: zone, hourCycle: 'h23', era: 'short' } as const
  let parts: Intl.DateTimeFormatPart[]
  try {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const
    parts = new Intl.DateTimeFormat('en-US', {
      ...options,
      ...numeric,
      minute: 'numeric',
      second: 'numeric'
    }).formatToParts(time)
  } catch {
    throw new TemplateError(`timezone: unknown time zone '${zone}'`)
  }
  const get = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  const isBeforeChrist = parts.some(({ type, value }) => type === 'era' && value.startsWith('B'))
  const local = new Date(0)
  local.setUTCFullYear(isBeforeChrist ? 1 - get('year') : get('year'), get('month') - 1, get('day'))
  local.setUTCHours(get('hour'), get('minute'), get('second'), ((time % 1000) + 1000) % 1000)
  return { time, local, zone }
}

function offsetOf({ time, local }: Zoned, separator: string, ofUtc: string): string {
  const minutes = Math.round((local.getTime() - time) / 60_000)
  if (minutes === 0) return ofUtc
  const size = Math.abs(minutes)
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}${separator}${two(size % 60)}`
}

/** @returns milliseconds since 1970; `undefined` if the text does not have the format, by default ISO 8601 with a time */
export function parseDate(text: string, format: string | undefined): number | undefined {
  if (format === 'epoch' || format === 'unix') {
    return /^-?\d{1,15}$/.test(text) ? Number(text) * (format === 'unix' ? 1000 : 1) : undefined
  }
  const time = format === undefined ? (ISO.test(text) ? Date.parse(text) : Number.NaN) : parsed(text, tokensOf(format))
  return Number.isNaN(time) ? undefined : time
}

/** The value of each letter in a text. */
function parsed(text: string, tokens: readonly Token[]): number {
  const fields = new Map<string, number>()
  let rest = text
  for (const { text: literal, letter, length } of tokens) {
    const matched =
      letter === undefined ? (rest.startsWith(literal) ? literal : undefined) : readField(letter, length, rest, fields)
    if (matched === undefined) return Number.NaN
    rest = rest.slice(matched.length)
  }
  const get = (letter: string, missing: number): number => fields.get(letter) ?? missing
  const afternoon = fields.get('a') === 1 ? 12 : 0
  const hours = fields.has('h') ? (get('h', 0) % 12) + afternoon : get('H', 0)
  const local = Date.UTC(get('y', 1970), get('M', 1) - 1, get('d', 1), hours, get('m', 0), get('s', 0), get('S', 0))
  return rest === '' ? local - get('Z', 0) * 60_000 : Number.NaN
}

function readField(letter: string, length: number, rest: string, fields: Map<string, number>): string | undefined {
  if (letter === 'Z' || letter === 'X') {
    const [found, sign, hours = 0, minutes = 0] = /^(?:Z|([+-])(\d\d):?(\d\d))/.exec(rest) ?? []
    fields.set('Z', (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)))
    return found
  }
  if (letter === 'a') {
    const found = /^[AP]M/i.exec(rest)?.[0]
    fields.set('a', /^p/i.test(found ?? '') ? 1 : 0)
    return found
  }
  if (letter === 'E' || (letter === 'M' && length > 2)) {
    const names = letter === 'E' ? WEEKDAYS : MONTHS
    const found = /^[A-Za-z]{3,9}/.exec(rest)?.[0]
    const index = names.findIndex((name) => name.slice(0, found?.length).toLowerCase() === found?.toLowerCase())
    if (index < 0) return undefined
    fields.set(letter, index + 1)
    return found
  }
  if (!'yMdHhmsS'.includes(letter)) throw new TemplateError(`format: '${letter}' is not supported for reading a date`)
  const found = new RegExp(`^\\d{1,${Math.max(length, letter === 'y' ? 4 : 2)}}`).exec(rest)?.[0]
  if (found !== undefined) fields.set(letter, Number(found))
  return found
}
