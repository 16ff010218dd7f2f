import type { Test } from 'tap'
import { addTime } from '../../src/wiremock/matching/date-arithmetic.ts'
import { compileDateFormat, readDate } from '../../src/wiremock/matching/date-text.ts'
import { controlFor } from '../support/control.ts'
import { DATES } from '../support/dates.ts'

/** Patterns for dates and times. */
export async function dates(t: Test): Promise<void> {
  t.test('patterns match as in WireMock', async (t) => {
    const { admin, send, count } = await controlFor(t)
    for (const [body, pattern, isMatch] of DATES) {
      await admin('DELETE', 'requests')
      await send('POST', '/x', { body })
      t.equal(await count({ bodyPatterns: [pattern] }), isMatch ? 1 : 0, `${body} ${JSON.stringify(pattern)}`)
    }
    const body = JSON.stringify({ at: '2021-06-15' })
    await send('POST', '/x', { body })
    const bodyPatterns = [{ matchesJsonPath: { expression: '$.at', before: 'now' } }]
    t.equal(await count({ bodyPatterns }), 1, 'a part of a document')
    const { json } = await admin('POST', 'near-misses/request', { url: '/x', method: 'POST', body })
    t.same(json, { nearMisses: [] }, 'near misses without stubs')
  })

  t.test('a date pattern that cannot match is rejected', async (t) => {
    const { admin } = await controlFor(t)
    const rows: [pattern: object, detail: RegExp][] = [
      [{ before: 'nope' }, /^expected a date such as .*, not 'nope'$/],
      [{ before: 'now +1 nopes' }, /^unknown unit 'nopes' \(available: seconds, /],
      [{ before: 'now', truncateActual: 'nope' }, /^unknown truncation 'nope' \(available: first second of minute, /],
      [{ before: 'now', actualFormat: 'GGG' }, /^'GGG' in the format 'GGG' is not supported$/],
      [
        { before: 'now', actualFormat: '-'.repeat(101) },
        /^the format has 101 characters, more than the limit of 100: use a shorter one$/
      ]
    ]
    for (const [pattern, detail] of rows) {
      const errors = [{ source: { pointer: '/bodyPatterns/0/before' }, detail }]
      const response = await admin('POST', 'requests/count', { bodyPatterns: [pattern] })
      t.match(response, { status: 422, json: { errors } }, JSON.stringify(pattern))
    }
  })

  t.test('date formats are read as in Java', async (t) => {
    const rows: [format: string, text: string, date: string][] = [
      ['d MMM uuuu', '5 Jun 2021', '2021-06-05T00:00:00.000Z'],
      ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2021-06-15T12:34:56.789+02:00', '2021-06-15T10:34:56.789Z'],
      ["H 'o''clock', M/d''yyyy", "7 o'clock, 6/5'2021", '2021-06-05T07:00:00.000Z'],
      ['(HH)', '(09)', '1970-01-01T09:00:00.000Z']
    ]
    for (const [format, text, date] of rows) {
      t.equal(new Date(compileDateFormat(format)(text) ?? Number.NaN).toISOString(), date, `${text} as ${format}`)
    }
    t.equal(readDate('Tue Jun 15 12:34:56 2021'), Date.UTC(2021, 5, 15, 12, 34, 56), 'asctime')
    t.equal(readDate('Tue, 99 Xxx 2021 12:34:56 GMT'), undefined, 'a text that is not a date')
    const plusMonth = new Date(addTime(1, 'months')(Date.UTC(2021, 0, 31, 5))).toISOString()
    t.equal(plusMonth, '2021-02-28T05:00:00.000Z', 'a month ends at the last day that exists')
  })
}
