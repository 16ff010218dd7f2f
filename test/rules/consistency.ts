import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import { risksCredentials, rulesIn, writes } from '../../src/rules/rule.ts'
import { allBooks, type CaseRun } from './cases.ts'
import { MUTATIONS } from './mutations.ts'

/** The ids in comments such as `rule: api.section.name, api.section.other`. */
export const idsIn = (text: string): string[] =>
  [...text.matchAll(/(?<=\/\/|\*)[^\n]*?\brule: ([a-z0-9.-]+(?:, [a-z0-9.-]+)*)/g)].flatMap(([, ids = '']) =>
    ids.split(', ')
  )

/** The code of an API without its rules. */
function codeOf(api: string): string {
  const folder = join(packageRoot, 'src/apis', api)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts') && !/^rules\b/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
}

/** Rules, their cases, and the lines that implement them belong together. */
export async function consistency(t: Test): Promise<void> {
  t.strictSame(idsIn('f() // rule: a.b, a.c-d\n/** Text. rule: a.e */\nconst rule: x'), ['a.b', 'a.c-d', 'a.e'], 'ids')
  const books = await allBooks()
  const mutated: string[] = []
  for (const { api, book } of books) {
    const rules = rulesIn(book)
    const ids = rules.map(({ id }) => id)
    mutated.push(...rules.flatMap(({ id, cases }) => (cases.length > 0 ? id : [])))
    t.strictSame(ids, [...new Set(ids)], `${api}: ids are unique`)
    const malformed = ids.filter((id) => !/^[a-z]+(\.[a-z0-9-]+){2}$/.test(id) || !id.startsWith(`${api}.`))
    t.strictSame(malformed, [], `${api}: ids name the API, a section and the rule`)
    const named = new Set(idsIn(codeOf(api)))
    t.strictSame(
      [...named].filter((id) => !ids.includes(id)),
      [],
      `${api}: comments that name no rule`
    )
    for (const { id, noCode, noCase, cases, dependsOn = [] } of rules) {
      t.equal(cases.length === 0, noCase !== undefined, `${id} has a case, or says why it has none`)
      t.equal(named.has(id), noCode === undefined, `${id}: a line of code names it, or it says why none does`)
      t.ok(
        dependsOn.every((other) => other !== id && ids.includes(other)),
        `${id} depends on other rules`
      )
    }
  }
  t.strictSame(Object.keys(MUTATIONS).toSorted(), mutated.toSorted(), 'a mutation for every rule')
}

/** What `certify` relies on to do no harm. */
export async function harmlessness(t: Test, runs: readonly CaseRun[]): Promise<void> {
  for (const { book, rule, testCase, exchanges, unique } of runs) {
    const name = `${rule.id}: ${testCase.name}`
    const created = exchanges.filter((exchange) => book.removalOf(exchange) !== undefined)
    const isRejected = exchanges.some(({ response }) => response.status === 401)
    t.ok(writes(testCase) || created.length === 0, `${name}: a case that only reads creates nothing`)
    t.ok(
      created.every(({ request, response }) => `${request.body}${response.body}`.includes(unique)),
      `${name}: what it creates can be recognized`
    )
    t.equal(risksCredentials(testCase), isRejected, `${name}: wrong credentials are declared`)
  }
}
