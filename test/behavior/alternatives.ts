import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import type { Behavior } from '../../src/rules/behavior.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import type { Exchange } from '../../src/rules/exchange.ts'
import { type Rule, type RuleBook, rulesIn } from '../../src/rules/rule.ts'
import { allBooks } from '../rules/cases.ts'
import { play } from './play.ts'

/** Code follows exactly the alternatives that the rules list. */
export async function consistency(t: Test): Promise<void> {
  for (const { api, book } of await allBooks()) {
    const code = readFileSync(join(packageRoot, 'src/apis', api, 'behavior.ts'), 'utf8')
    const inCode = [...code.matchAll(/\bis\('([^']+)', '([^']+)'\)/g)].map(([, rule, id]) => `${rule}: ${id}`)
    const listed = rulesIn(book).flatMap(({ id, alternatives = [] }) => alternatives.map((each) => `${id}: ${each.id}`))
    t.strictSame([...new Set(inCode)].toSorted(), listed.toSorted(), `${api}: every alternative is implemented`)
    t.strictSame([...new Set(listed)], listed, `${api}: ids are unique in their rule`)
    for (const { id, alternatives = [], mockOnly } of rulesIn(book))
      t.notOk(mockOnly !== undefined && alternatives.length > 0, `${id}: a rule of the mock has no alternatives`)
  }
}

/**
 * A mock that follows one alternative: all cases of the rule show that alternative where it differs from the contract, and break no other
 * rule.
 */
export async function eachAlternative(t: Test): Promise<void> {
  for (const { api, book } of await allBooks()) {
    for (const rule of rulesIn(book)) {
      for (const { id } of rule.alternatives ?? []) {
        const behavior = { [rule.id]: id }
        const played = await play(t, api, rule.cases, behavior)
        const seen = played.flatMap((exchanges) => alternativesIn(book, rule, exchanges))
        t.strictSame([...new Set(seen)], [id], `${rule.id}: ${id}`)
        const broken = played.flatMap((exchanges) => brokenRules(book, new Map(Object.entries(behavior)), [exchanges]))
        t.strictSame(broken, [], `${rule.id}: ${id}: no other rule is broken`)
      }
    }
  }
}

/** What the exchanges that break the contract follow instead. */
function alternativesIn(book: RuleBook, rule: Rule, exchanges: readonly Exchange[]): string[] {
  const before = book.observations()
  const seen: string[] = []
  for (const exchange of exchanges) {
    const verdict = evaluate(rule, exchange, before)
    if (verdict?.outcome === 'broken') seen.push(verdict.alternative ?? verdict.differences.join('; '))
    before.observe(exchange)
  }
  return seen
}

/** The rules that exchanges break, for a server that is known to follow alternatives. */
function brokenRules(book: RuleBook, chosen: Behavior, played: readonly (readonly Exchange[])[]): string[] {
  const broken: string[] = []
  for (const exchanges of played) {
    const before = book.observations(chosen)
    for (const exchange of exchanges) {
      for (const rule of rulesIn(book)) {
        const verdict = evaluate(rule, exchange, before)
        const { method, path } = exchange.request
        if (verdict?.outcome === 'broken')
          broken.push(`${method} ${path}: ${rule.id}: ${verdict.differences.join('; ')}`)
      }
      before.observe(exchange)
    }
  }
  return broken
}

/** A mock that follows an alternative of every rule: the cases of all rules keep the rest. */
export async function allAlternatives(t: Test): Promise<void> {
  for (const place of [0, -1]) {
    for (const { api, book } of await allBooks()) {
      const rules = rulesIn(book)
      const chosen = rules.flatMap(({ id, alternatives = [] }) => {
        const alternative = alternatives.at(place)
        return alternative === undefined ? [] : [[id, alternative.id] as const]
      })
      // Their long bodies take time, and show nothing more the second time.
      const cases = rules.flatMap(({ cases, mockOnly }) => (place === -1 && mockOnly !== undefined ? [] : cases))
      const played = await play(t, api, cases, Object.fromEntries(chosen))
      t.strictSame(brokenRules(book, new Map(chosen), played), [], `${api}: ${chosen.join(' ')}`)
    }
  }
}
