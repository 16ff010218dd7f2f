import t from 'tap'
import { rulesIn } from '../src/rules/rule.ts'
import { allBooks } from './rules/cases.ts'
import { MUTATIONS } from './rules/mutations.ts'
import { serversFor } from './rules/servers.ts'
import { recorded } from './certify/recorded.ts'
t.test('matrix', async (t) => {
  for (const { api, book } of await allBooks()) {
    const [, byInject] = await serversFor(t, api, undefined)
    const r = await recorded(book, byInject)
    console.error(api, r.results.filter(x => x.outcome !== 'as expected').map(x => x.rule.id + ' ' + x.outcome + ' ' + x.details))
    const t0 = performance.now()
    for (const rule of rulesIn(book)) {
      const mutate = MUTATIONS[rule.id]
      if (!mutate || !r.plan.some(p => p.rule.id === rule.id && p.cases.length)) continue
      const results = await r.breaking(rule, mutate)
      const own = results.find(x => x.rule.id === rule.id)
      const others = results.filter(x => x.rule.id !== rule.id && x.outcome === 'differs')
      const nottried = results.filter(x => x.outcome === 'not tried' && x.rule.id !== rule.id && r.results.find(y => y.rule.id === x.rule.id)?.outcome === 'as expected')
      if (own?.outcome !== 'differs' || others.length || nottried.length) console.error(`${own?.outcome === 'differs' ? '' : '!!! ' + own?.outcome + ' ' + own?.details + ' '}BREAK ${rule.id}:\n   differs: ${others.map(o => o.rule.id + ' [' + o.details[0]?.slice(0,110) + ']').join('\n            ')}\n   nottried: ${nottried.map(o => o.rule.id + ' [' + o.details[0]?.slice(0, 80) + ']').join('\n            ')}`)
    }
    console.error('ms', performance.now() - t0)
  }
  t.pass()
})
