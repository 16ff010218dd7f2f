import { Type } from '@sinclair/typebox'
import { apis } from '../../apis/index.ts'
import { mapOf } from '../../common/map-of.ts'
import { describeCounts } from '../../fixtures/fixture-set.ts'
import { ServerOptions } from '../../options/command-options.ts'
import { command } from '../command.ts'
import { table } from '../table.ts'
import { callJson } from './control-call.ts'

const Sandboxes = Type.Object({
  sandboxes: Type.Array(
    Type.Object({
      name: Type.String(),
      fixtures: Type.String(),
      counts: mapOf(Type.Integer()),
      requests: Type.Integer(),
      lastUsed: Type.String()
    })
  )
})

export const sandboxes = command({
  usage: '',
  count: [0, 0],
  description: 'list the sandboxes of a running server',
  options: ServerOptions,
  async run(options, _args, { out }) {
    const { sandboxes } = await callJson(options, Sandboxes, { method: 'GET', path: 'sandboxes' })
    const rows = sandboxes.map(({ name, fixtures, counts, requests, lastUsed }) => [
      name,
      fixtures,
      describeCounts(apis, counts),
      String(requests),
      lastUsed
    ])
    out(table(['name', 'fixtures', 'contents', 'requests', 'last used'], rows))
    return 0
  }
})

export const stop = command({
  usage: '',
  count: [0, 0],
  description: 'stop a running server that was started with --allow-shutdown',
  options: ServerOptions,
  async run(options, _args, { out }) {
    await callJson(options, Type.Object({}), { method: 'POST', path: 'shutdown' })
    out('stopped\n')
    return 0
  }
})
