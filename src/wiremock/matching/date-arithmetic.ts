const UNITS = ['seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'years'] as const
export type DateUnit = (typeof UNITS)[number]

/** Changes a time, in milliseconds since 1970. */
export type ChangeTime = (time: number) => number

const MILLISECONDS = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 }

/** Adds an amount of a unit. If the resulting month lacks the day, its last day takes its place. */
export function addTime(amount: number, unit: DateUnit): ChangeTime {
  if (unit !== 'months' && unit !== 'years') return (time) => time + amount * MILLISECONDS[unit]
  const months = unit === 'years' ? amount * 12 : amount
  return (time) => {
    const date = new Date(time)
    const day = date.getUTCDate()
    date.setUTCDate(1)
    date.setUTCMonth(date.getUTCMonth() + months)
    date.setUTCDate(Math.min(day, daysIn(date)))
    return date.getTime()
  }
}

const daysIn = (date: Date): number => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()

/** The first moment of a month. @param months how many months after that of the date */
const monthStart = (date: Date, months = 0): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months)
const yearStart = (date: Date, years = 0): number => Date.UTC(date.getUTCFullYear() + years, 0)
const DAY = MILLISECONDS.days

const TRUNCATIONS: Readonly<Record<string, (date: Date) => number>> = {
  'first second of minute': (date) => startOf(date, MILLISECONDS.minutes),
  'first minute of hour': (date) => startOf(date, MILLISECONDS.hours),
  'first hour of day': (date) => startOf(date, DAY),
  'first day of month': (date) => monthStart(date),
  'first day of next month': (date) => monthStart(date, 1),
  'last day of month': (date) => monthStart(date, 1) - DAY,
  'first day of year': (date) => yearStart(date),
  'first day of next year': (date) => yearStart(date, 1),
  'last day of year': (date) => yearStart(date, 1) - DAY
}

const startOf = (date: Date, length: number): number => Math.floor(date.getTime() / length) * length

/** The function for a truncation such as `first day of month`. @throws an error for an unknown name */
export function truncation(name: string): ChangeTime {
  const truncate = Object.hasOwn(TRUNCATIONS, name) ? TRUNCATIONS[name] : undefined
  if (truncate === undefined) {
    throw new Error(`unknown truncation '${name}' (available: ${Object.keys(TRUNCATIONS).join(', ')})`)
  }
  return (time) => truncate(new Date(time))
}

/** The function for a relative time such as `now +3 days`; `undefined` for another text. @throws an error for an unknown unit */
export function relativeTime(text: string): ChangeTime | undefined {
  if (text === 'now') return (time) => time
  const [, amount, name = ''] = /^(?:now ?)?([+-]?\d{1,9}) ([a-z]+)$/.exec(text) ?? []
  if (amount === undefined) return undefined
  const unit = UNITS.find((known) => known === name || known === `${name}s`)
  if (unit === undefined) throw new Error(`unknown unit '${name}' (available: ${UNITS.join(', ')})`)
  return addTime(Number(amount), unit)
}
