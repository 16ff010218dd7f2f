import type { Api } from '../api/define-api.ts'
import type { Json } from '../api/operation.ts'
import { readFixture } from '../fixtures/fixture-document.ts'
import { countsOf } from '../fixtures/fixture-set.ts'
import { listsText } from '../fixtures/fixture-text.ts'
import type { State } from '../state/state.ts'

export interface StateExamples {
  readonly fixture: Json
  /** The number of records in the fixture. */
  readonly counts: Readonly<Record<string, number>>
  /** A record of the main list of the first API. */
  readonly record: { readonly key: string; readonly record: Json }
  /** A JSON pointer to a required member of a record in the fixture. */
  readonly pointer: string
}

/** Examples that depend on the records of the emulated APIs: a fixture with one user of each, and what follows from it. */
export function stateExamples(apis: readonly Api[]): StateExamples {
  const text = [...listsText(apis, Object.fromEntries(apis.map((api) => [api.name, recordsOf(api)])))].join('')
  const read = readFixture(apis, text)
  if (!read.ok) throw new Error(`invalid example of a fixture: ${JSON.stringify(read.problems.listed)}`)
  return {
    fixture: JSON.parse(text),
    counts: countsOf(apis, read.state),
    pointer: pointerIn(apis),
    record: recordIn(apis, read.state)
  }
}

const recordsOf = (api: Api) =>
  api.generate({
    count: 1,
    seed: 1,
    person: () => ({ firstName: 'Alice', lastName: 'Smith', phone: '+12065550101' }),
    onRecord: () => {}
  })

function recordIn([api]: readonly Api[], state: State): StateExamples['record'] {
  const [name, list] = [api?.name ?? '', api?.mainList ?? '']
  const records = state[name]?.lists[list]
  const [record] = records?.slice(0, 1) ?? []
  if (records === undefined || record === undefined) throw new Error(`no example of a record in ${name}.${list}`)
  return { key: records.keyOf(record), record: JSON.parse(JSON.stringify(record)) }
}

function pointerIn(apis: readonly Api[]): string {
  const [pointer = ''] = apis.flatMap(({ name, lists }) => {
    const whole = Object.entries(lists).filter(([, { bare }]) => bare === undefined)
    return whole.slice(-1).map(([list, { schema }]) => `/${name}/${list}/0/${Object.keys(schema.properties)[0]}`)
  })
  return pointer
}
