import type { Api } from '../../api/define-api.ts'
import { countText } from '../../fixtures/fixture-set.ts'
import type { Notes } from '../../recording/notes.ts'
import type { ListSummary } from '../../recording/read-list.ts'

/** Nobody reads more of them. */
const SHOWN = 50

/** `open orders: 1000 records on 10 pages` */
export const listLine = (api: Api, { list, records, pages, resumed }: ListSummary): string =>
  `${labelOf(api, list)}: ${countText(records, 'records')} on ${countText(pages, 'pages')}${resumed > 0 ? `, ${resumed} of them read before` : ''}`

export const labelOf = ({ title, lists }: Api, list: string): string => lists[list]?.label ?? `${title} ${list}`

/** What is wrong with a list, one line each. */
export function listWarnings(api: Api, { list, records, moved, invalid, totals }: ListSummary): string[] {
  const label = labelOf(api, list)
  const total = totals.at(-1)
  const hasChanged = moved > 0 || totals.length > 1 || (total !== undefined && total !== records + invalid.length)
  const reported = totals.length > 0 ? `, and the service reported ${totals.join(', then ')} records` : ''
  return [
    ...(hasChanged
      ? [
          `${label} changed while they were read, so some may be missing: ${moved} were listed twice${reported}. Record again to be sure`
        ]
      : []),
    ...(invalid.length > 0
      ? [`${label}: left out ${countText(invalid.length, 'invalid records')}. The first one: ${invalid[0]}`]
      : [])
  ]
}

/** What the user should know about the whole recording, one line each. @param fieldsKept the values of `--keep` */
export function noteWarnings(notes: Notes, apis: readonly Api[], fieldsKept: readonly string[]): string[] {
  const fields = apis.flatMap(({ recording = [] }) => recording.flatMap(({ json = [] }) => json)).join(', ')
  const [kept, replaced, unknown] = [notes.of('keptKeys'), notes.of('replacedKeys'), notes.of('unknownMembers')]
  const absent = fieldsKept.filter((name) => {
    const [field = '', ...path] = name.split('.')
    return path.length > 0 && !fieldsKept.includes(field) && !kept.some((key) => name.endsWith(`.${key}`))
  })
  const shown = kept.slice(0, SHOWN).map((key) => JSON.stringify(key))
  const more = kept.length > SHOWN ? ` and ${kept.length - SHOWN} more` : ''
  return [
    ...absent.map((name) => `--keep ${name}: no record contains it`),
    ...(kept.length > 0
      ? [`keys of ${fields} are kept. Check that they are not personal: ${shown.join(', ')}${more}`]
      : []),
    ...(replaced.length > 0 ? [`replaced ${countText(replaced.length, 'keys')} of ${fields} that look like data`] : []),
    ...(unknown.length > 0
      ? [`left out ${countText(unknown.length, 'members')} of records that fixtures do not have`]
      : [])
  ]
}
