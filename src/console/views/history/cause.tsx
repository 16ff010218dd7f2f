import { ApiError } from '../../api-error.ts'
import { useConsole } from '../../console.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { Change } from './change.ts'

/** What made a change: a request of the journal, or a call of the control API. */
export function Cause({ cause }: { cause: Change['cause'] }) {
  if (cause?.request !== undefined) return <Request key={cause.request} id={cause.request} />
  if (cause?.call === undefined) return <span class="muted">the server itself</span>
  return (
    <span>
      <code>{cause.call}</code> <span class="muted">of the control API</span>
    </span>
  )
}

function Request({ id }: { id: string }) {
  const { api, router } = useConsole()
  const { data, error } = useLoaded(
    (signal) =>
      api.json<{ request: { method: string; url: string } }>(`requests/${encodeURIComponent(id)}`, { signal }),
    [id],
    ['journal', 'reset']
  )
  if (error instanceof ApiError && error.status === 404)
    return <span class="muted">a request that is no longer in the journal</span>
  return (
    <a href={router.href(['requests', id])}>
      <code>{data === undefined ? `Request ${id}` : `${data.request.method} ${data.request.url}`}</code>
    </a>
  )
}
