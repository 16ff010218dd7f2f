import type { Api } from '../api/define-api.ts'
import { jsonParts } from '../common/json-parts.ts'
import { REDACTED } from '../common/secrets.ts'
import type { Turns } from '../common/turns.ts'
import { differenceOf, type FieldChanges, fieldChanges, type ListDifference } from '../sandbox/difference.ts'
import type { SandboxState } from '../sandbox/sandbox-state.ts'
import { isCredential, redacted } from './history-entry.ts'

/** What differs between two states, as JSON. */
export async function differenceText(
  apis: readonly Api[],
  [from, to]: readonly [SandboxState, SandboxState],
  turns: Turns,
  reserve: (bytes: number) => void
): Promise<Iterable<string>> {
  const lists: Record<string, object> = {}
  for (const api of apis) {
    for (const list of Object.keys(api.lists)) {
      const [before, after] = [from, to].map(({ apis }) => apis[api.name]?.lists[list])
      if (before === undefined || after === undefined || before === after) continue
      const difference = await differenceOf(before, after, turns, reserve)
      if (isEmpty(difference)) continue
      lists[`${api.name}.${list}`] = shownDifference(difference, isCredential(apis, api.name, list))
    }
  }
  const stubs = await differenceOf(from.stubs.stubs, to.stubs.stubs, turns, reserve)
  return jsonParts({
    from: from.revision,
    to: to.revision,
    lists,
    counters: fieldChanges(countersOf(apis, from), countersOf(apis, to)),
    stubs: {
      counts: stubs.counts,
      added: stubs.added.map(({ key }) => key),
      removed: stubs.removed.map(({ key }) => key),
      changed: stubs.changed.map(({ key }) => key)
    },
    scenarios: fieldChanges(Object.fromEntries(from.stubs.scenarios), Object.fromEntries(to.stubs.scenarios)),
    settings: fieldChanges(from.settings, to.settings),
    fixtures: fieldChanges({ name: from.fixtures.name }, { name: to.fixtures.name })
  })
}

const isEmpty = ({ counts: { added, removed, changed } }: ListDifference): boolean => added + removed + changed === 0

const countersOf = (apis: readonly Api[], { apis: state }: SandboxState): Record<string, number> =>
  Object.fromEntries(
    apis.flatMap(({ name }) =>
      Object.entries(state[name]?.counters ?? {}).map(([counter, value]) => [`${name}.${counter}`, value])
    )
  )

function shownDifference({ counts, added, removed, changed }: ListDifference, isSecret: boolean): object {
  const recordOf = ({ record }: { readonly record: object }) => (isSecret ? redacted(record) : record)
  return {
    counts,
    added: added.map(recordOf),
    removed: removed.map(recordOf),
    changed: isSecret ? changed.map(withoutValues) : changed
  }
}

const withoutValues = ({ fields }: { readonly fields: FieldChanges }) => ({
  key: REDACTED,
  fields: Object.fromEntries(Object.keys(fields).map((name) => [name, { from: REDACTED, to: REDACTED }]))
})
