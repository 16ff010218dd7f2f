const DATE = /^\d{4}-\d\d-\d\d$/
const TIME = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i
const DURATION = /^P(?:\d+W|(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/
const MINUTES_PER_DAY = 24 * 60

/** A day of the calendar, such as 2026-01-31. */
export function isDate(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`)
  return DATE.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

/** A time with its zone, such as 12:00:00Z. */
export function isTime(value: string): boolean {
  const [all, hours, minutes, seconds, sign, zoneHours = 0, zoneMinutes = 0] = TIME.exec(value) ?? []
  if (all === undefined || seconds !== '60') return all !== undefined
  // A leap second is the last one of a day in UTC.
  const zone = Number(`${sign ?? ''}1`) * (60 * Number(zoneHours) + Number(zoneMinutes))
  const minute = 60 * Number(hours) + Number(minutes) - zone
  return (minute + MINUTES_PER_DAY) % MINUTES_PER_DAY === MINUTES_PER_DAY - 1
}

/** A date and a time, such as 2026-01-31T12:00:00Z. */
export function isDateTime(value: string): boolean {
  const [date = '', time = '', ...more] = value.split(/[tT ]/)
  return more.length === 0 && isDate(date) && isTime(time)
}

/** For example P1DT12H. */
export const isDuration = (value: string): boolean => DURATION.test(value)
