import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { numberText } from '../../counts.ts'

/** In milliseconds. Also how long a row must be visible, so that scrolling reads nothing. */
const PAUSE = 250

/** How many requests in the journal a stub handled; `undefined` until it is known. It is read again when the stub has handled more. */
export function useHits(id: string): number | undefined {
  const { api, events } = useConsole()
  const [hits, setHits] = useState<number>()
  useEffect(() => {
    const stopped = new AbortController()
    let timer = 0
    const read = async () => {
      timer = 0
      try {
        const options = { query: { matchingStub: id, limit: 0 }, signal: stopped.signal }
        const { meta } = await api.json<{ meta: { total: number } }>('requests', options)
        if (!stopped.signal.aborted) setHits(meta.total)
      } catch {
        // The next event reads it again; the list itself shows why the server cannot be read.
      }
    }
    const readSoon = (pause: number) => {
      timer ||= setTimeout(read, pause)
    }
    readSoon(50)
    const unsubscribe = events.on(['response', 'journal', 'reset', 'resync'], (event) => {
      if (event.type !== 'response' || event.data.stub === id) readSoon(PAUSE)
    })
    return () => {
      stopped.abort()
      clearTimeout(timer)
      unsubscribe()
    }
  }, [api, events, id])
  return hits
}

/** The number of hits of a row. */
export function Hits({ id }: { id: string }) {
  const hits = useHits(id)
  return <span class={`stub-hits ${hits === 0 ? 'muted' : ''}`}>{hits !== undefined && `${numberText(hits)} ×`}</span>
}
