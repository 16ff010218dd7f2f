import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { evaluate } from '../../src/rules/evaluate.ts'
import { type RuleBook, rulesIn } from '../../src/rules/rule.ts'
import { allBooks } from '../rules/cases.ts'
import type { Mutation } from '../rules/mutate.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { certify } from './certify.ts'
import { forward } from './forward.ts'

/** A proxy that breaks one rule: its responses are wrong whenever the rule applies. */
async function proxyFor(t: Test, url: string, book: RuleBook, id: string, mutate: Mutation): Promise<string> {
  const rule = rulesIn(book).find((each) => each.id === id)
  const before = book.observations()
  return forward(t, url, {
    change(exchange) {
      const isKept = rule !== undefined && evaluate(rule, exchange, before)?.outcome === 'kept'
      before.observe(exchange)
      return isKept ? { ...exchange.response, ...mutate(exchange) } : exchange.response
    }
  })
}

/** The whole command against a proxy that breaks one rule. */
export async function throughProxy(t: Test): Promise<void> {
  const { url } = await mockFor(t)
  const books = await allBooks()
  const rows = [
    { api: 'atrium', id: 'atrium.routes.delete', status: 200, untried: 'atrium.clients.delete', alternative: '200' },
    { api: 'atrium', id: 'atrium.routes.unsupported-method', status: 405, alternative: '405' },
    { api: 'atms', id: 'atms.routes.no-content', status: 200, untried: 'atms.accounts.disable', alternative: '200' }
  ]
  for (const { api, id, status, untried, alternative } of rows) {
    const book = books.find((each) => each.api === api)?.book as RuleBook
    const proxy = await proxyFor(t, url, book, id, () => ({ status }))
    const json = join(await temporaryFolder(t), 'report.json')
    const environment = { GITHUB_ACTIONS: 'true' }
    const only = [`${api}.routes`, id, untried ?? id].join()
    const { code, out } = await certify(t, proxy, ['--api', api, '--write', '--only', only, '--json', json], {
      environment
    })
    t.equal(code, 1, `${id}: the exit code`)
    const { rules, behavior } = JSON.parse(readFileSync(json, 'utf8'))
    const differing = rules.filter(({ outcome }: { outcome: string }) => outcome === 'differs')
    t.strictSame(
      differing.map((rule: { id: string }) => rule.id),
      [id],
      `${id} differs, and nothing else`
    )
    t.match(out, new RegExp(`::error title=${id} differs::`), `${id}: an annotation`)
    t.match(differing[0].details.join(), /status: expected .*, got \d+/, `${id}: expected and actual`)
    if (alternative !== undefined) t.equal(behavior[id], alternative, `${id}: the profile has the alternative`)
    if (untried !== undefined) {
      const row = rules.find((rule: { id: string }) => rule.id === untried)
      t.match(row, { outcome: 'not tried', details: [`depends on ${id}, which differs`] }, `${untried} says why`)
    }
  }
}
