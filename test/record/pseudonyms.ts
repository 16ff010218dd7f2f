import type { Test } from 'tap'
import { Pseudonyms } from '../../src/recording/pseudonyms.ts'
import { RecordingKey } from '../../src/recording/recording-key.ts'
import { leaks } from './originals.ts'

const KEY = 'a key of at least thirty-two characters'

/** Groups of letters. */
const WORD = /^[a-z]{3}(?:-[a-z]{3}){6}$/
const NAME = /^[A-Z][a-z]{2}(?: [A-Z][a-z]{2}){3}$/
const MAIL = /^[a-z]{3}(?:-[a-z]{3}){5}@[a-z]{3}\.zz$/
const PHONE = /^\+999 \d\d(?:\/\d\d){5}$/
const DIGITS = /^\d\d(?:_\d\d){6}$/
const TEXT = /^[a-z]{3}(?: [a-z]{3}){7}\.$/

/** The kind of a value decides how its pseudonym looks. */
const LOOKS: readonly [original: string, pseudonym: RegExp][] = [
  ['amara.okafor', WORD],
  ['32d355b8-e2b4-449a-ab5c-86946224e0f9', WORD],
  ['山田太郎さん', WORD],
  ['true', WORD],
  ['Amara Okafor', NAME],
  ["Seán O'Brien-Müller", NAME],
  ['Amara.Okafor+x@mail.partner.example', MAIL],
  ['domain1\\asmith', /^[a-z]{3}\\[a-z]{3}(?:-[a-z]{3}){5}$/],
  ['+12025550101', PHONE],
  ['(202) 555-0101', PHONE],
  ['030/123 45-67', PHONE],
  ['2025550101', DIGITS],
  ['7', DIGITS],
  ['1990-05-23', /^18\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-2])$/],
  ['2019-05-03T10:00:00.123+02:00', /^18\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
  ['2019-05-03 10:00', /^18\d\d-\d\d-\d\d \d\d:\d\d$/],
  ['23.05.1990', /^\d\d\.\d\d\.18\d\d$/],
  ['5/23/1990', /^\d\d\/\d\d\/18\d\d$/],
  ['Called twice. Wants a refund!', TEXT],
  ['x'.repeat(300), TEXT],
  ['{"a":[1,"b"]}', /^\{"[a-z]{3}":"[a-z-]{23}"\}$/],
  ['[1]', /^\["[a-z-]{27}"\]$/],
  ['', /^$/],
  [' \t\n', /^ $/]
]

/** Different spellings of the same value. */
const SAME: readonly [string, string][] = [
  ['Amara.Okafor@X.example', ' amara.okafor@x.example'],
  ['Amara  Okafor', 'amara okafor'],
  ['+1 (202) 555-0101', '+12025550101'],
  ['ＡＭＡＲＡ', 'amara']
]

export async function pseudonymsTest(t: Test): Promise<void> {
  const pseudonyms = new Pseudonyms(new RecordingKey(KEY))
  const others = new Pseudonyms(new RecordingKey(`another ${KEY}`))
  for (const [original, looks] of LOOKS) {
    const pseudonym = pseudonyms.ofText(original)
    t.match(pseudonym, looks, `looks: ${original.slice(0, 40)}`)
    t.strictSame(leaks([original], [pseudonym]), [], `no part in common: ${original.slice(0, 40)}`)
    t.equal(pseudonyms.ofText(original), pseudonym, 'the same every time')
    if (original.trim() !== '') t.not(others.ofText(original), pseudonym, 'another key')
  }
  for (const [one, other] of SAME) t.equal(pseudonyms.ofText(one), pseudonyms.ofText(other), `the same: ${other}`)
  t.not(pseudonyms.ofText('\ud800'), pseudonyms.ofText('\udbff'), 'lone surrogates differ')

  t.test('a date shares no part with the original, whatever it is', async (t) => {
    const days = Array.from({ length: 400 }, (_, n) => new Date(n * 86_400_000 * 31).toISOString())
    const dates = days.flatMap((day) => [day, day.slice(0, 10), day.slice(0, 10).split('-').reverse().join('.')])
    const shared = dates.flatMap((date) => leaks([date], [pseudonyms.ofText(date)]))
    t.strictSame(shared, [], 'parts')
  })

  t.test('a text that contains every group of letters has a pseudonym of three letters', async (t) => {
    const groups = [...'bfgjkvwz'].flatMap((a) => [...'qx'].flatMap((m) => [...'bfgjkvwz'].map((b) => `${a}${m}${b}`)))
    const every = groups.flatMap((one) => groups.map((other) => `${one} ${other}`)).join(' ')
    t.match(pseudonyms.ofText(every), /^[a-z]{3}$/, 'three letters')
  })

  t.test('numbers', async (t) => {
    const looks: [string, RegExp][] = [
      ['2019', /^[1-9]\d{0,2}$/],
      ['-73', /^[1-9]\d{0,2}$/],
      ['12345678901234567890', /^[1-9]\d{0,2}$/],
      ['1234.5', /^\d\.[1-9]$/],
      ['1e400', /^\d\.[1-9]$/],
      ['0', /^0$/],
      ['-0', /^0$/]
    ]
    for (const [number, look] of looks) t.match(String(pseudonyms.ofNumber(number)), look, number)
    const same = Array.from({ length: 1000 }, (_, n) => n + 1).filter((n) => pseudonyms.ofNumber(String(n)) === n)
    t.strictSame(same, [], 'none is its own pseudonym')
  })
}
