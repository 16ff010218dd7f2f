import { type Static, Type } from '@sinclair/typebox'
import { apis } from '../../apis/index.ts'
import { mapOf } from '../../common/map-of.ts'
import { describeCounts } from '../../fixtures/fixture-set.ts'
import { HistoryOptions, StateOptions } from '../../options/command-options.ts'
import { command } from '../command.ts'
import { UsageError } from '../options.ts'
import { table } from '../table.ts'
import { callJson, requireSandbox } from './control-call.ts'

const Cause = Type.Union([
  Type.Object({ request: Type.String() }),
  Type.Object({ call: Type.String(), revision: Type.Optional(Type.Integer()) }),
  Type.Null()
])
const Changes = Type.Object({
  changes: Type.Array(
    Type.Object({ revision: Type.Integer(), time: Type.String(), cause: Cause, summary: Type.String() })
  ),
  meta: Type.Object({ total: Type.Integer(), revision: Type.Integer(), oldest: Type.Integer() })
})
const Result = Type.Object({ counts: mapOf(Type.Integer()), revision: Type.Integer() })

const HEADINGS = ['revision', 'time', 'change', 'cause']

export const history = command({
  usage: '',
  count: [0, 0],
  description: 'print the changes of a running server, newest first',
  options: HistoryOptions,
  examples: ['history --limit 10', 'history --key alice'],
  async run({ key, limit, ...options }, _args, { out, err }) {
    await requireSandbox(options)
    const query = new URLSearchParams({ limit: String(limit), ...(key !== undefined && { key }) })
    const { changes, meta } = await callJson(options, Changes, { method: 'GET', path: `history?${query}` })
    const rows = changes.map(({ revision, time, cause, summary }) => {
      return [String(revision), time, summary, causeText(cause)]
    })
    out(table(HEADINGS, rows))
    if (meta.oldest > 0) err(`the changes up to revision ${meta.oldest} were evicted from the history\n`)
    return 0
  }
})

export const undo = command({
  usage: '[REVISION]',
  count: [0, 1],
  description: 'undo a change of a running server, the last one by default',
  options: StateOptions,
  examples: ['undo', 'undo 12'],
  async run(options, [text], { out }) {
    const given = text === undefined ? undefined : revisionIn(text)
    await requireSandbox(options)
    const revision = given ?? (await lastRevision(options))
    const result = await send(options, 'undo', revision)
    out(`Undid revision ${revision}: ${describeCounts(apis, result.counts)}, revision ${result.revision}\n`)
    return 0
  }
})

export const restore = command({
  usage: 'REVISION',
  count: [1, 1],
  description: 'put everything in a running server back to what it was at a revision',
  options: StateOptions,
  examples: ['restore 12', 'restore 12 --sandbox w1'],
  async run(options, [text = ''], { out }) {
    const revision = revisionIn(text)
    await requireSandbox(options)
    const result = await send(options, 'restore', revision)
    out(`Restored revision ${revision}: ${describeCounts(apis, result.counts)}, revision ${result.revision}\n`)
    return 0
  }
})

const send = (options: StateOptions, call: 'undo' | 'restore', revision: number) =>
  callJson(options, Result, { method: 'POST', path: `history/${call}`, body: JSON.stringify({ revision }) })

/** The newest change that is no use of a stub. @throws if there is none */
async function lastRevision(options: StateOptions): Promise<number> {
  const { changes } = await callJson(options, Changes, { method: 'GET', path: 'history?limit=1' })
  const [last] = changes
  if (last === undefined) throw new Error('the history is empty: there is no change to undo')
  return last.revision
}

function revisionIn(text: string): number {
  if (!/^\d{1,10}$/.test(text))
    throw new UsageError(`invalid revision '${text}': expected a whole number, as history prints them`)
  return Number(text)
}

function causeText(cause: Static<typeof Cause>): string {
  if (cause === null) return ''
  if ('request' in cause) return `request ${cause.request}`
  return cause.revision === undefined ? cause.call : `${cause.call} ${cause.revision}`
}
