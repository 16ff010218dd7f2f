import { TemplateError } from '../template-error.ts'
import { Instant } from '../values.ts'
import { formatDate, parseDate, shownDate } from './date-format.ts'
import type { HelperCall, Helpers } from './helper.ts'

/** Dates. */
export const dates: Helpers = {
  now: ({ hash, now, text }) => shifted(now().getTime(), hash, text),
  date: ({ args: [value], hash, now, text }) =>
    shifted(value instanceof Instant ? value.time : now().getTime(), hash, text),
  parseDate({ args: [value], hash, text }) {
    const time = parseDate(
      text(value).slice(0, MAX_LENGTH),
      hash['format'] === undefined ? undefined : text(hash['format'])
    )
    return time === undefined ? undefined : new Instant(time, shownDate(time, 'UTC'))
  }
}

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

function shifted(time: number, { offset, timezone, format }: HelperCall['hash'], text: HelperCall['text']): Instant {
  const at = offset === undefined ? time : withOffset(time, text(offset))
  if (!(Math.abs(at) <= LARGEST)) throw new TemplateError(`offset: '${text(offset)}' leads to no date`)
  const zone = timezone === undefined ? 'UTC' : text(timezone)
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
