import type { Test } from 'tap'
import { rulesIn } from '../../src/rules/rule.ts'
import { allBooks } from '../rules/cases.ts'
import { serversFor } from '../rules/servers.ts'
import { narrowMutation } from './narrow.ts'
import { recorded } from './recorded.ts'

/**
 * A service that breaks one rule, for each rule in turn: that rule differs, and every other one is as expected, or could not be tried because
 * of it.
 */
export async function oneRule(t: Test): Promise<void> {
  for (const { api, book } of await allBooks()) {
    const [, byInject] = await serversFor(t, api, undefined)
    const { results, breaking } = await recorded(book, byInject)
    t.notOk(
      results.some(({ outcome }) => outcome === 'differs'),
      `${api}: nothing differs`
    )
    const kept = results.filter(({ outcome }) => outcome === 'as expected').map(({ rule }) => rule)
    for (const broken of kept) {
      const outcomes = await breaking(broken, narrowMutation(broken.id) ?? (() => ({})))
      const differing = outcomes.filter(({ outcome }) => outcome === 'differs').map(({ rule }) => rule.id)
      t.strictSame(differing, [broken.id], `${broken.id} differs, and nothing else`)
      const untried = outcomes.filter(({ rule, outcome }) => kept.includes(rule) && outcome === 'not tried')
      t.ok(
        untried.every(({ details }) => details.length > 0),
        `${broken.id}: the others say why they were not tried`
      )
    }
    const ids = new Set(rulesIn(book).map(({ id }) => id))
    const isAcyclic = (id: string, path: readonly string[]): boolean =>
      !path.includes(id) &&
      (rulesIn(book).find((rule) => rule.id === id)?.dependsOn ?? []).every((other) => isAcyclic(other, [...path, id]))
    t.ok(
      [...ids].every((id) => isAcyclic(id, [])),
      `${api}: no rule depends on itself`
    )
  }
}
