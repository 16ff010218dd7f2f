import { type Static, Type } from '@sinclair/typebox'
import { suggestion } from '../../common/suggestion.ts'
import { ChaosOptions } from '../../options/command-options.ts'
import { command, type Terminal } from '../command.ts'
import { UsageError } from '../options.ts'
import { table } from '../table.ts'
import { callJson, requireSandbox } from './control-call.ts'

const Active = Type.Object({
  profile: Type.String(),
  seed: Type.Integer(),
  apis: Type.Union([Type.Array(Type.String()), Type.Null()])
})
const Stopped = Type.Object({ stopped: Type.Integer() })
const Report = Type.Object({
  faults: Type.Array(
    Type.Object({
      method: Type.String(),
      url: Type.String(),
      occurrence: Type.Integer(),
      profile: Type.String(),
      seed: Type.Integer(),
      fault: Type.String(),
      delay: Type.Integer(),
      time: Type.String()
    })
  ),
  active: Type.Array(Active),
  profiles: Type.Array(Type.Object({ name: Type.String() })),
  invalid: Type.Array(Type.Object({ file: Type.String(), problems: Type.Array(Type.String()) })),
  meta: Type.Object({ total: Type.Integer(), dropped: Type.Integer() })
})

const ACTIONS = ['start', 'stop', 'report']
const HEADINGS = ['request', 'occurrence', 'profile', 'seed', 'fault', 'delay', 'time']

export const chaos = command({
  usage: '[start PROFILE | stop [PROFILE] | report]',
  count: [0, 2],
  description: 'start or stop a set of reproducible faults in a running server, or report which requests got them',
  options: ChaosOptions,
  examples: ['chaos start flaky --seed 7', 'chaos report', 'chaos stop'],
  async run({ seed, api, json, limit, ...options }, [action = 'report', profile], terminal) {
    if (!ACTIONS.includes(action))
      throw new UsageError(
        `unknown action '${action}'${suggestion(action, ACTIONS)}: expected start PROFILE, stop or report`
      )
    if (action !== 'start' && (seed !== undefined || api !== undefined))
      throw new UsageError(`--seed and --api are for chaos start PROFILE, not for chaos ${action}`)
    if (action === 'start') {
      if (profile === undefined) throw new UsageError('missing argument: the profile, as in chaos start flaky')
      const body = JSON.stringify({ profile, seed, apis: api })
      const started = await callJson(options, Active, { method: 'POST', path: 'chaos', body })
      terminal.out(`Started ${describe(started)}\n`)
      return 0
    }
    await requireSandbox(options)
    if (action === 'stop') {
      const query = profile === undefined ? '' : `?${new URLSearchParams({ profile })}`
      const { stopped } = await callJson(options, Stopped, { method: 'DELETE', path: `chaos${query}` })
      terminal.out(stopped === 0 ? 'No profile was active\n' : `Stopped ${profile ?? 'all profiles'}\n`)
      return 0
    }
    if (profile !== undefined) throw new UsageError(`unexpected argument '${profile}'`)
    const path = `chaos?limit=${limit}`
    print(await callJson(options, Report, { method: 'GET', path }), json, terminal)
    return 0
  }
})

const describe = ({ profile, seed, apis }: Static<typeof Active>): string =>
  `${profile} with seed ${seed}, for ${apis === null ? 'every request' : `requests to ${apis.join(' and ')}`}`

function print(report: Static<typeof Report>, json: boolean, { out, err }: Terminal): void {
  const { active, profiles, invalid, faults, meta } = report
  if (json) {
    out(`${JSON.stringify(report)}\n`)
    return
  }
  if (active.length === 0) out(`no profile is active; available: ${profiles.map(({ name }) => name).join(', ')}\n`)
  for (const { file, problems } of invalid) err(`${[`invalid profile ${file}:`, ...problems].join('\n  ')}\n`)
  for (const one of active) out(`active: ${describe(one)}\n`)
  const rows = faults.map(({ method, url, occurrence, profile, seed, fault, delay, time }) => [
    `${method} ${url}`,
    String(occurrence),
    profile,
    String(seed),
    fault,
    `${delay} ms`,
    time
  ])
  if (rows.length > 0) out(`\n${table(HEADINGS, rows)}`)
  if (meta.total > rows.length) out(`… and ${meta.total - rows.length} earlier faults: use --limit\n`)
  if (meta.dropped > 0) err(`${meta.dropped} requests were evicted from the journal: some may have got a fault\n`)
}
