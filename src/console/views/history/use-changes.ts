import { useEffect, useRef, useState } from 'preact/hooks'
import type { Change, HistoryPage } from '../../change.ts'
import { useConsole } from '../../console.ts'
import type { QueryValues } from '../../router.ts'
import { useSoonAfter } from '../../use-soon-after.ts'

const FIRST_PAGE = 100
const NEXT_PAGE = 500
/** The server shows at most this many at once. */
const LARGEST_PAGE = 1000
/** A busy server changes a thousand times a second: older rows are read again when they are needed. */
const MOST_ROWS = 5000
/** How many changes may happen between their events and the reading. */
const MARGIN = 50

export interface Changes {
  /** Newest first, without gaps. */
  readonly rows: readonly Change[]
  /** Whether `rows` goes back to the oldest change. */
  readonly isComplete: boolean
  /** The newest revision when the rows were read. */
  readonly revision: number
  /** The oldest revision whose state is known. */
  readonly oldest: number
  /** The newest revision when the first page was read: later ones were added above it. */
  readonly base: number
}

/** The changes of the sandbox that match the filters; new ones appear by themselves. */
export function useChanges(filters: QueryValues) {
  const { api } = useConsole()
  const [changes, setChanges] = useState<Changes>()
  const [error, setError] = useState<unknown>()
  const latest = useRef<Changes>(undefined)
  const running = useRef<AbortController>(undefined)
  /** How many new changes were not read yet. */
  const missed = useRef(0)
  const wantsOlder = useRef(false)

  const read = async (query: QueryValues, merged: (page: HistoryPage, present: Changes | undefined) => Changes) => {
    const controller = new AbortController()
    running.current = controller
    try {
      const page = await api.json<HistoryPage>('history', {
        query: { ...filters, ...query },
        signal: controller.signal
      })
      if (controller.signal.aborted) return
      latest.current = merged(page, latest.current)
      setChanges(latest.current)
      setError(undefined)
    } catch (failure) {
      if (!controller.signal.aborted) setError(failure)
    } finally {
      if (running.current === controller) running.current = undefined
    }
    if (controller.signal.aborted) return
    if (missed.current > 0) readNewer()
    else if (wantsOlder.current) readOlder()
  }
  const readFirst = (limit: number) => {
    running.current?.abort()
    missed.current = 0
    return read({ limit }, (page, present) => replaced(page, limit, present))
  }
  const readNewer = () => {
    const { current } = latest
    if (current === undefined) return readFirst(FIRST_PAGE)
    const limit = Math.min(LARGEST_PAGE, missed.current + MARGIN)
    missed.current = 0
    return read({ limit }, (page, present) => withNewer(page, limit, present))
  }
  const readOlder = () => {
    const { current } = latest
    wantsOlder.current = running.current !== undefined
    if (wantsOlder.current || current === undefined || current.isComplete) return
    const before = current.rows.at(-1)?.revision
    read({ limit: NEXT_PAGE, before }, (page, present) => withOlder(page, present))
  }

  useEffect(() => {
    latest.current = undefined
    readFirst(FIRST_PAGE)
    return () => running.current?.abort()
  }, [JSON.stringify(filters)])
  useSoonAfter(['change'], (count) => {
    missed.current += count
    return running.current === undefined ? readNewer() : undefined
  })
  useSoonAfter(['resync'], () =>
    readFirst(Math.min(LARGEST_PAGE, Math.max(FIRST_PAGE, latest.current?.rows.length ?? 0)))
  )
  return { changes, error, readOlder }
}

const replaced = ({ changes, meta }: HistoryPage, limit: number, present?: Changes): Changes => ({
  rows: changes,
  isComplete: changes.length < limit,
  revision: meta.revision,
  oldest: meta.oldest,
  // After a restart of the server the revisions can begin again.
  base: Math.min(present?.base ?? meta.revision, meta.revision)
})

function withNewer(page: HistoryPage, limit: number, present?: Changes): Changes {
  if (present === undefined) return replaced(page, limit)
  const { changes, meta } = page
  const isGap = changes.length === limit && (changes.at(-1)?.revision ?? 0) > present.revision + 1
  if (isGap || meta.revision < present.revision) return replaced(page, limit, present)
  const added = changes.filter(({ revision }) => revision > present.revision)
  const rows = [...added, ...present.rows]
  return {
    ...present,
    rows: rows.slice(0, MOST_ROWS),
    isComplete: present.isComplete && rows.length <= MOST_ROWS,
    revision: meta.revision,
    oldest: meta.oldest
  }
}

function withOlder({ changes, meta }: HistoryPage, present?: Changes): Changes {
  const { rows = [], base = meta.revision, revision = meta.revision } = present ?? {}
  return { rows: [...rows, ...changes], isComplete: changes.length < NEXT_PAGE, revision, oldest: meta.oldest, base }
}
