import { truncation } from '../../matching/date-arithmetic.ts'
import { TemplateError } from '../template-error.ts'
import { Instant } from '../values.ts'
import { formatDate, parseDate, shownDate } from './date-format.ts'
import type { HelperCall, Helpers } from './helper.ts'

/** Dates. */
export const dates: Helpers = {
  now(call) {
    return shifted(call.now().getTime(), call)
  },
  date(call) {
    const [value] = call.args
    return shifted(value instanceof Instant ? value.time : call.now().getTime(), call)
  },
  parseDate({ args: [value], hash, text, work }) {
    work.spend(STEPS, 'reading a date')
    const format = hash['format'] === undefined ? undefined : text(hash['format'])
    const time = parseDate(text(value).slice(0, MAX_LENGTH), format)
    return time === undefined ? undefined : new Instant(time, shownDate(time, UTC))
  },
  truncateDate({ args: [value, name], text, work }) {
    work.spend(STEPS, 'truncating a date')
    if (!(value instanceof Instant)) return '[ERROR: A date object must be passed to the truncateDate helper]'
    const time = truncated(value.time, text(name))
    return new Instant(time, shownDate(time, UTC))
  }
}

function truncated(time: number, name: string): number {
  try {
    return truncation(name)(time)
  } catch (error) {
    throw new TemplateError((error as Error).message)
  }
}

const UTC = 'UTC'
/** How many steps a date takes, and how many more one in another time zone. */
const STEPS = 1000
const STEPS_FOR_ZONE = 10_000
/** Of dates, offsets and names of time zones, in characters: what is longer is none, but could take long to read. */
const MAX_LENGTH = 100
const SECOND = 1000
const UNITS: Readonly<Record<string, number>> = {
  second: SECOND,
  minute: 60 * SECOND,
  hour: 3600 * SECOND,
  day: 24 * 3600 * SECOND
}
const MONTHS: Readonly<Record<string, number>> = { month: 1, year: 12 }
/** The dates that a `Date` can represent, in milliseconds since 1970. */
const LARGEST = 8.64e15

function shifted(time: number, { hash, text, work }: HelperCall): Instant {
  const { offset, timezone, format } = hash
  work.spend(timezone === undefined ? STEPS : STEPS_FOR_ZONE, 'writing a date')
  const at = offset === undefined ? time : withOffset(time, text(offset).slice(0, MAX_LENGTH))
  if (!(Math.abs(at) <= LARGEST)) throw new TemplateError(`offset: '${text(offset)}' results in an invalid date`)
  const zone = timezone === undefined ? UTC : text(timezone).slice(0, MAX_LENGTH)
  return new Instant(at, format === undefined ? shownDate(at, zone) : formatDate(at, zone, text(format)))
}

/** @param offset such as `3 days` or `now -2 months` */
function withOffset(time: number, offset: string): number {
  const [, sign = '', amount = '', unit = ''] = /^(?:now\s*)?([+-]?)\s*(\d{1,12})\s+([a-z]+?)s?$/i.exec(offset) ?? []
  const count = Number(`${sign}${amount}`)
  const name = unit.toLowerCase()
  if (Object.hasOwn(UNITS, name)) return time + count * (UNITS[name] as number)
  if (Object.hasOwn(MONTHS, name)) return addMonths(time, count * (MONTHS[name] as number))
  throw new TemplateError(
    `offset: expected an amount and a unit (seconds, minutes, hours, days, months or years), such as '3 days', not '${offset}'`
  )
}

/** The last day of the month, if the day does not exist there. */
function addMonths(time: number, months: number): number {
  const date = new Date(time)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return date.setUTCDate(Math.min(day, lastDay))
}
