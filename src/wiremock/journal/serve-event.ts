import { pathOf } from '../../http/known-paths.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { Answer, JournalEntry } from './journal-entry.ts'
import { loggedRequest } from './logged-request.ts'

/** An entry of the journal in WireMock's shape: the request, what was answered, and the stub that did. */
export function serveEvent(entry: JournalEntry, { journal, entropy }: Sandbox): object {
  const { stub, answer, wasMatched, addedDelay, totalTime } = entry
  const serveTime = Math.max(0, Math.round(totalTime - addedDelay))
  return {
    id: journal.idOf(entry),
    request: loggedRequest(entry, entropy),
    responseDefinition: stub?.mapping.document.response ?? { status: answer?.status ?? 0, fromConfiguredStub: false },
    response: answer === undefined ? {} : shownAnswer(answer),
    wasMatched,
    timing: {
      addedDelay: Math.round(addedDelay),
      processTime: serveTime,
      responseSendTime: 0,
      serveTime,
      totalTime
    },
    subEvents: subEventsOf(entry),
    ...(stub && { stubMapping: stub.mapping.document })
  }
}

function shownAnswer({ status, headers, body }: Answer): object {
  const bytes = Buffer.from(body ?? '')
  return {
    status,
    ...(Object.keys(headers).length > 0 && { headers }),
    bodyAsBase64: bytes.toString('base64'),
    body: bytes.toString('utf8')
  }
}

/** What WireMock tells beside: that nothing was there for the request, and here, that it was never sent to its end. */
function subEventsOf({ wasMatched, isBrokenOff, method, url }: JournalEntry): object[] {
  const events: object[] = []
  if (!wasMatched) {
    const data = {
      status: 404,
      contentType: 'text/plain',
      report: `no route and no stub takes ${method} ${pathOf(url)}`
    }
    events.push({ type: 'REQUEST_NOT_MATCHED', timeOffsetNanos: 0, data })
  }
  if (isBrokenOff) events.push({ type: 'REQUEST_BROKEN_OFF', timeOffsetNanos: 0, data: {} })
  return events
}
