import { RE2JS } from 're2js'

// Reads dates as milliseconds since 1970. A date without a time zone is in UTC.

// Java adds the name of the zone: 2026-01-31T12:00+01:00[Europe/Paris]. Only the offset counts.
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{0,9}))?)?(?:(Z|[+-]\d\d(?::?\d\d(?::\d\d)?)?)(?:\[[\w+/:-]+\])?)?)?$/i
const RFC_1123 =
  /^(?:(?<weekday>[a-z]{3}), )?(?<day>\d{1,2}) (?<month>[a-z]{3}) (?<year>\d{4}) (?<time>\d\d:\d\d(?::\d\d)?) (?<zone>GMT|[+-]\d{4})$/i
const RFC_1036 =
  /^(?<weekday>[A-Z][a-z]{2})[a-z]{3,6}, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/
const ASCTIME =
  /^(?<weekday>[A-Z][a-z]{2}) (?<month>[A-Z][a-z]{2}) (?<day> \d|\d{1,2}) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Reads a date as WireMock does: ISO 8601, or one of the formats of HTTP. `undefined` for another text. */
export function readDate(text: string): number | undefined {
  const iso = ISO.exec(text)
  if (iso === null) return readHttpDate(text)
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = iso
  const time = timeOf([year, month, day, hour, minute, second].map(Number), Number(`0.${fraction || 0}`) * 1000)
  return time === undefined ? undefined : time - offsetOf(zone)
}

function readHttpDate(text: string): number | undefined {
  const found = [RFC_1123, RFC_1036, ASCTIME].map((format) => format.exec(text)).find((match) => match !== null)
  if (found?.groups === undefined) return undefined
  const { weekday, day, month = '', year, time = '', zone } = found.groups
  const [hour, minute, second = 0] = time.split(':').map(Number)
  const fullYear = Number(year) + (year?.length === 2 ? 2000 : 0)
  const local = timeOf([fullYear, indexOf(MONTHS, month) + 1, Number(day), Number(hour), Number(minute), second])
  if (local === undefined) return undefined
  const isWrongDay = weekday !== undefined && indexOf(WEEKDAYS, weekday) !== new Date(local).getUTCDay()
  return isWrongDay ? undefined : local - offsetOf(zone)
}

const indexOf = (names: readonly string[], text: string): number =>
  names.findIndex((name) => name.toLowerCase() === text.toLowerCase())

/** In milliseconds. */
function offsetOf(zone = 'Z'): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /^([+-])(\d\d):?(\d\d)?:?(\d\d)?$/.exec(zone) ?? []
  return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}

/** `undefined` for a date that does not exist. */
function timeOf(
  [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[],
  milliseconds = 0
): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  date.setUTCFullYear(year)
  const isSame =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return isSame ? date.getTime() + milliseconds : undefined
}

/** In characters. */
const MAX_FORMAT = 100

/** For the letters of a format: the part of the date, and a regular expression for its text. */
const FIELDS: readonly [letters: RegExp, part: string, pattern: string][] = [
  [/^(?:yyyy|uuuu)$/, 'year', '\\d{4}'],
  [/^MMM$/, 'monthName', '[A-Za-z]{3}'],
  [/^MM$/, 'month', '\\d\\d'],
  [/^M$/, 'month', '\\d{1,2}'],
  [/^dd$/, 'day', '\\d\\d'],
  [/^d$/, 'day', '\\d{1,2}'],
  [/^HH$/, 'hour', '\\d\\d'],
  [/^H$/, 'hour', '\\d{1,2}'],
  [/^mm$/, 'minute', '\\d\\d'],
  [/^ss$/, 'second', '\\d\\d'],
  [/^S{1,9}$/, 'fraction', '\\d{1,9}'],
  [/^(?:X|XX|XXX|Z|ZZZZZ)$/, 'zone', 'Z|[+-]\\d\\d(?::?\\d\\d)?']
]

/**
 * Compiles a format of Java's DateTimeFormatter, or `unix` or `epoch` for seconds or milliseconds since 1970.
 *
 * @returns reads a date in this format
 * @throws an error for a letter that is not supported
 */
export function compileDateFormat(format: string): (text: string) => number | undefined {
  if (format === 'unix' || format === 'epoch') {
    return (text) => (/^-?\d{1,16}$/.test(text) ? Number(text) * (format === 'unix' ? 1000 : 1) : undefined)
  }
  if (format.length > MAX_FORMAT)
    throw new Error(
      `the format has ${format.length} characters, more than the limit of ${MAX_FORMAT}: use a shorter one`
    )
  const parts: string[] = []
  const pattern = [...format.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/g)].map(([token, quoted]) => {
    if (quoted !== undefined) return quoted === '' ? "'" : literal(quoted.replaceAll("''", "'"))
    const [, part, text] = FIELDS.find(([letters]) => letters.test(token)) ?? []
    if (part === undefined && /[A-Za-z]/.test(token))
      throw new Error(`'${token}' in the format '${format}' is not supported`)
    if (part === undefined) return literal(token)
    parts.push(part)
    return `(${text})`
  })
  // Regular expressions of JavaScript could take exponential time.
  const expression = RE2JS.compile(pattern.join(''))
  return (text) => {
    const found = expression.matcher(text)
    if (!found.matches()) return undefined
    const values = new Map(parts.map((part, i) => [part, String(found.group(i + 1))]))
    const name = values.get('monthName')
    const month = name === undefined ? Number(values.get('month') ?? 1) : MONTHS.indexOf(name) + 1
    const numberOf = (part: string, otherwise: number): number => Number(values.get(part) ?? otherwise)
    const [year, day] = [numberOf('year', 1970), numberOf('day', 1)]
    // As in Java, 31 June is 30 June, but there is no 32 June.
    const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
    const time = timeOf(
      [
        year,
        month,
        day <= 31 ? Math.min(day, lastDay) : day,
        numberOf('hour', 0),
        numberOf('minute', 0),
        numberOf('second', 0)
      ],
      Number(`0.${values.get('fraction') ?? 0}`) * 1000
    )
    return time === undefined ? undefined : time - offsetOf(values.get('zone'))
  }
}

const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
