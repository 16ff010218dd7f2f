import { useEffect } from 'preact/hooks'
import { type Change, callText } from '../../change.ts'
import type { ApiDescriptor } from '../../descriptors.ts'
import { listName, nameOf, timeText, titleOf } from './change.ts'

/** The revisions that are compared. */
export interface Compared {
  readonly from: string | undefined
  readonly to: string | undefined
}

const TONES: Readonly<Record<string, string>> = { add: 'good', remove: 'bad', replace: 'plain' }

interface ChangeRowProps {
  readonly change: Change
  readonly apis: readonly ApiDescriptor[]
  readonly compared: Compared
}

/** A change in two lines: what happened, and to which record or why. */
export function ChangeRow({ change, apis, compared }: ChangeRowProps) {
  const { revision, time, operation, list, cause } = change
  return (
    <>
      <Revision revision={revision} tone={TONES[operation] ?? 'wide'} />
      <span class="history-words">
        <span class="ellipsis">
          <bdi>{titleOf(change)}</bdi>
        </span>
        <span class="ellipsis muted small">
          {list === undefined ? causeText(cause) : <Record change={change} apis={apis} />}
        </span>
      </span>
      <Marks revision={revision} compared={compared} />
      <span class="history-when muted small">
        <time dateTime={time}>{timeText(time)}</time>
        {list !== undefined && cause?.call !== undefined && <span>{shortCall(callText(cause) ?? '')}</span>}
      </span>
    </>
  )
}

/** Without the path of the record, which the row names: it would take the room of the title. */
const shortCall = (call: string): string => call.replace('/__admin/', '').replace(/(?<= records)\/.*/s, '')

/** The record, unless the title names it. */
function Record({ change, apis }: { change: Change; apis: readonly ApiDescriptor[] }) {
  const { operation, api, list, key, after } = change
  const name = operation === 'replace' ? nameOf(after) : undefined
  return (
    <>
      {listName(apis, api, list)} {name !== undefined && name !== key && <bdi>{name}</bdi>}{' '}
      <bdi class="mono">{key}</bdi>
    </>
  )
}

const causeText = (cause: Change['cause']): string =>
  callText(cause) ?? (cause?.request === undefined ? 'the server itself' : 'a request')

/** The last row: the oldest state that is known. */
export function OldestRow({ revision, compared }: { revision: number; compared: Compared }) {
  return (
    <>
      <Revision revision={revision} tone="plain" />
      <span class="history-words">
        <span>{revision === 0 ? 'The state at the start' : 'The oldest state that is known'}</span>
        <span class="ellipsis muted small">
          {revision === 0 ? 'before the first change' : 'earlier changes were evicted'}
        </span>
      </span>
      <Marks revision={revision} compared={compared} />
    </>
  )
}

/** Takes the place of older changes, and reads them. */
export function OlderRow({ known, onShow }: { known: number; onShow: () => void }) {
  useEffect(onShow, [known])
  return <span class="muted">Reading older changes…</span>
}

function Revision({ revision, tone }: { revision: number; tone: string }) {
  return (
    <span class="history-revision" data-tone={tone}>
      {revision}
    </span>
  )
}

function Marks({ revision, compared: { from, to } }: { revision: number; compared: Compared }) {
  const text = String(revision)
  return (
    <>
      {from === text && <span class="badge badge-warning">from</span>}
      {to === text && <span class="badge badge-warning">to</span>}
    </>
  )
}
