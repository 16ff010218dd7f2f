import type { Test } from 'tap'
import type { SandboxHandle } from '../../src/index.ts'
import { openServer } from '../../src/runners/open-server.ts'
import { profilesIn } from '../stubs/chaos-profiles.ts'
import { mockFor } from '../support/mock.ts'

/** `mock.chaos`, of a mock in this process, of its sandboxes, and of the tests of a runner. */
export async function chaos(t: Test): Promise<void> {
  const chaosDir = await profilesIn(t, { first: { mappings: [{ response: { status: 418 } }] } })
  const mock = await mockFor(t, { chaosDir })
  const server = await openServer({ url: mock.url }, {})
  const handles: readonly [string, SandboxHandle][] = [
    ['the mock', mock],
    ['a sandbox', mock.sandbox('w1')],
    ['the sandbox of a test', (await server.open('chaos')).mock]
  ]
  for (const [name, handle] of handles) {
    const { url, credentials, chaos } = handle
    const statuses = async (): Promise<number[]> => [
      (await fetch(`${url}/users`, { headers: credentials.atrium })).status,
      (await fetch(`${url}/api/Users`, { headers: credentials.atms })).status
    ]
    t.same(await statuses(), [200, 200], `${name}: before`)
    const started = await chaos.start({ profile: 'first', seed: 7, apis: ['atrium'] })
    t.match(started, { profile: 'first', seed: 7, apis: ['atrium'], stubs: [String] }, `${name}: the start`)
    t.same(await statuses(), [418, 200], `${name}: active`)
    await statuses()
    const report = await chaos.report()
    t.match(report.faults, [{ occurrence: 2 }, { method: 'GET', url: '/users', fault: '418', occurrence: 1 }], name)
    t.match(report, { active: [started], invalid: [], meta: { total: 2, dropped: 0 } }, `${name}: the report`)
    t.match(await chaos.report({ limit: 1 }), { faults: { length: 1 }, meta: { total: 2 } }, `${name}: a limit`)
    await chaos.start({ profile: 'down' })
    t.same(await chaos.stop('first'), { stopped: 1 }, `${name}: one is stopped`)
    t.same(await statuses(), [503, 503], `${name}: the other one is active`)
    t.same(await chaos.stop(), { stopped: 1 }, `${name}: all are stopped`)
    t.same(await statuses(), [200, 200], `${name}: after`)
    const wrong: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
      [() => chaos.start({ profile: 'frist' }), /unknown chaos profile 'frist' \(did you mean 'first'\?\)/],
      [() => chaos.start({ profile: 'first', seed: 0.5 }), /\/seed: expected integer, not 0.5/],
      [() => chaos.start({ profile: 'first', seed: Number.NaN }), /\/seed: expected integer, not null/],
      [() => chaos.start({ profile: 'first', apis: ['atrum' as 'atrium'] }), /unknown API 'atrum'/],
      [() => chaos.start('first' as never), /expected a JSON object/],
      [() => chaos.start(undefined as never), /\/profile: required field is missing/],
      [() => chaos.stop('frist'), /unknown chaos profile 'frist'/],
      [() => chaos.report({ limit: 1001 }), /limit: expected a whole number from 0 to 1000, not '1001'/]
    ]
    for (const [call, message] of wrong) await t.rejects(call(), { message }, `${name}: ${message}`)
  }
}
