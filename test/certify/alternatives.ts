import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { startMock } from '../../src/index.ts'
import { rulesIn } from '../../src/rules/rule.ts'
import { allBooks } from '../rules/cases.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { certify } from './certify.ts'

/** A mock that follows one alternative, for each in turn: `certify` finds this alternative, and no other rule differs. */
export async function everyAlternative(t: Test): Promise<void> {
  const file = join(await temporaryFolder(t), 'report.json')
  for (const { api, book } of await allBooks()) {
    const all = rulesIn(book).filter(({ cases }) => !cases.some(({ needs }) => needs !== undefined))
    for (const { id, alternatives = [] } of all) {
      for (const alternative of alternatives) {
        const behavior = { [id]: alternative.id }
        const mock = await startMock({ behavior })
        const { code } = await certify(t, mock.url, ['--api', api, '--write', '--json', file])
        await mock.close()
        const report = JSON.parse(readFileSync(file, 'utf8'))
        const differing = report.rules.filter(({ outcome }: { outcome: string }) => outcome === 'differs')
        const name = `${id}: ${alternative.id}`
        t.equal(code, 1, `${name}: the exit code`)
        t.strictSame(report.behavior, behavior, `${name}: the profile`)
        t.strictSame(
          differing.map((rule: { id: string }) => rule.id),
          [id],
          `${name}: nothing else differs`
        )
      }
    }
  }
}
