import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { apis } from '../../apis/index.ts'
import { mapOf } from '../../common/map-of.ts'
import { hideUserInfo } from '../../common/secrets.ts'
import { describeCounts } from '../../fixtures/fixture-set.ts'

const Health = Type.Object({
  version: Type.String(),
  serving: Type.Object({
    fixtures: Type.String(),
    counts: mapOf(Type.Integer()),
    revision: Type.Integer(),
    since: Type.String(),
    stubs: Type.Integer(),
    hasDelay: Type.Boolean()
  }),
  behavior: Type.Optional(Type.Record(Type.String(), Type.String()))
})

/** The health of a server for people: its address, and what it serves. Other versions of the server may report less. */
export function healthText(url: string, health: unknown): string {
  const lines: [label: string, text: string][] = [['address', hideUserInfo(url)]]
  if (Check(Health, health)) {
    const { version, serving, behavior = {} } = health
    const alternatives = Object.entries(behavior).map(([rule, alternative]) => `${rule}: ${alternative}`)
    lines.push(
      ['version', version],
      ['fixtures', serving.fixtures],
      ['state', `revision ${serving.revision}: ${describeCounts(apis, serving.counts)}`],
      ['since', `${serving.since} (the start or the last reset)`],
      ['stubs', serving.stubs === 0 ? 'none' : String(serving.stubs)],
      ['delay', serving.hasDelay ? 'for every response' : 'none']
    )
    if (alternatives.length > 0) lines.push(['behavior', alternatives.join(', ')])
  }
  return `atrium-atms-mock is ready\n${lines.map(([label, text]) => `  ${label.padEnd(10)}${text}\n`).join('')}`
}
