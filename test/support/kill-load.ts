import { setTimeout as sleep } from 'node:timers/promises'
import { type Ledger, Refused } from './kill-ledger.ts'
import { INITIAL, UPLOADED } from './kill-sets.ts'
import { send, uploadSet, WRITERS } from './kill-writers.ts'

export interface LoadOptions {
  /** Makes the names of this load different from those of others. */
  readonly name: string
  /** Whether to stop after the present turn. */
  readonly isOver?: () => boolean
  /** Whether the server may refuse a change with its own status. */
  readonly mayRefuse?: boolean
  /** Whether to upload fixture sets, and to reset to them. */
  readonly withSets?: boolean
}

const MAY_REFUSE = [500, 503]
const PARALLEL = 8
const CHANGES_IN_A_ROW = 2
/** How long to wait after a turn with a refused change, in milliseconds. */
const AFTER_REFUSAL = 20

/** Changes everything there is in parallel, with resets in between, until the server is gone. */
export async function writeUntilKilled(url: string, ledger: Ledger, options: LoadOptions): Promise<void> {
  const { name, isOver = () => false, mayRefuse = false, withSets = true } = options
  const writers = withSets ? [...WRITERS, uploadSet] : WRITERS
  try {
    for (let turn = 0; !isOver(); turn++) {
      const work = Array.from({ length: PARALLEL }, async (_, i) => {
        for (let n = 0; n < CHANGES_IN_A_ROW; n++) {
          // The last digit decides what a writer does at the end.
          const unique = `${name}t${turn}w${i}n${n}-${(turn + 2 * i + n) % 6}`
          await writers[(turn + i + n) % writers.length]?.(url, unique, ledger)
        }
      })
      const ended = await Promise.allSettled([...work, writeSettings(url, ledger)])
      const reset = mayRefuse && ended.some(isRefusal) ? [] : [resetIn(turn, url, ledger, withSets)]
      const all = [...ended, ...(await Promise.allSettled(reset))]
      for (const each of all) if (each.status === 'rejected' && !(mayRefuse && isRefusal(each))) throw each.reason
      if (all.some(isRefusal)) await sleep(AFTER_REFUSAL)
    }
  } catch (error) {
    // fetch throws a TypeError if the connection breaks.
    if (!(error instanceof TypeError)) throw error
  }
}

const isRefusal = (result: PromiseSettledResult<unknown>): boolean =>
  result.status === 'rejected' && result.reason instanceof Refused && MAY_REFUSE.includes(result.reason.status)

/** Only one writer changes the settings, since they are one thing. */
async function writeSettings(url: string, ledger: Ledger): Promise<void> {
  for (const _ of [1, 2]) {
    const milliseconds = (ledger.acknowledged + 1) / 1e6
    const settings = { delayDistribution: { type: 'fixed', milliseconds } }
    await ledger.change('settings', String(milliseconds), () => send(url, 'PUT', '/__admin/settings', settings))
  }
}

/**
 * Of three turns, one ends with a reset of the records, and one with a reset of everything: every other time to the other fixture set,
 * and otherwise it is taken back.
 */
async function resetIn(turn: number, url: string, ledger: Ledger, withSets: boolean): Promise<void> {
  const present = ledger.value('fixtures') === UPLOADED ? UPLOADED : 'empty'
  if (turn % 3 === 1) await ledger.reset('records', INITIAL[present], () => send(url, 'POST', '/__admin/state/reset'))
  if (turn % 6 === 2) {
    const { values, guids } = ledger
    const response = await ledger.reset('everything', INITIAL[present], () => send(url, 'POST', '/__admin/reset'))
    const { revision } = JSON.parse(response)
    const [path, body] = turn % 12 === 2 ? ['undo', { revision }] : ['restore', { revision: revision - 1 }]
    await ledger.reset('everything', values, () => send(url, 'POST', `/__admin/history/${path}`, body), guids)
  }
  if (turn % 6 === 5 && withSets) {
    const fixtures = present === UPLOADED ? 'empty' : UPLOADED
    await ledger.reset('everything', INITIAL[fixtures], () => send(url, 'POST', '/__admin/reset', { fixtures }))
  }
}
