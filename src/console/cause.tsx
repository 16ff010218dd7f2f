import { isMissing } from './api-error.ts'
import { type Change, callText } from './change.ts'
import { useConsole } from './console.ts'
import { useLoaded } from './use-loaded.ts'
import { visibleLine } from './visible.ts'

/** What made a change: a request of the journal with its sender, or a call of the control API. */
export function Cause({ cause }: Pick<Change, 'cause'>) {
  if (cause?.request !== undefined) return <Request key={cause.request} id={cause.request} />
  return cause?.call === undefined ? <span class="muted">the server itself</span> : <code>{callText(cause)}</code>
}

interface Entry {
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
  }
}

function Request({ id }: { id: string }) {
  const { api, router } = useConsole()
  const { data, error } = useLoaded(
    (signal) => api.json<Entry>(`requests/${encodeURIComponent(id)}`, { signal }),
    [id],
    ['journal', 'reset']
  )
  const { method, url, headers = {} } = data?.request ?? {}
  const agent = Object.keys(headers).find((name) => name.toLowerCase() === 'user-agent')
  if (isMissing(error)) return <span class="muted">a request that is no longer in the journal</span>
  return (
    <span>
      <a href={router.href(['requests', id])}>
        <code>{data === undefined ? `Request ${id}` : visibleLine(`${method} ${url}`)}</code>
      </a>
      {agent !== undefined && <span class="muted"> by {visibleLine(headers[agent] ?? '')}</span>}
    </span>
  )
}
