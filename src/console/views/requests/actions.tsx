import { useConsole } from '../../console.ts'
import { CopyButton } from '../../copy.tsx'
import { useApis } from '../../descriptors.ts'
import { curlOf } from './as-curl.ts'
import { fetchOf } from './as-fetch.ts'
import { sendable } from './as-sent.ts'
import { stubTextOf } from './as-stub.ts'
import type { JournalEvent } from './journal.ts'
import { NextTime } from './next-time.tsx'

/** What can be done with a request: copy it in several forms, and change the next response. */
export function Actions({ event }: { event: JournalEvent }) {
  const { api } = useConsole()
  const { data: apis = [] } = useApis()
  const request = () => sendable(event.request, api.url(event.request.url), apis)
  return (
    <div class="toolbar request-actions">
      <CopyButton label="Copy as curl" text={() => curlOf(request())} />
      <CopyButton label="Copy as fetch" text={() => fetchOf(request())} />
      <CopyButton label="Copy as WireMock stub" text={() => stubTextOf(event)} />
      <NextTime request={event.request} />
    </div>
  )
}
