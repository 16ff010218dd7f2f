import { computed } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { ApiError, isMissing } from '../../api-error.ts'
import { BackLink } from '../../back-link.tsx'
import { useConsole } from '../../console.ts'
import { Fact } from '../../facts.tsx'
import { Problems } from '../../field-error.tsx'
import { useLoaded } from '../../use-loaded.ts'
import { visible } from '../../visible.ts'
import { Actions } from './actions.tsx'
import { Changes } from './changes.tsx'
import { Why } from './explanation.tsx'
import { isRejected, stubIn } from './journal.ts'
import { type LoadedRequest, loadRequest } from './load-request.ts'
import { Message } from './message.tsx'
import type { RequestRows } from './request-rows.ts'
import { clock, StatusBadge } from './texts.tsx'

/** Everything about one request. */
export function RequestDetail({ id, rows, list }: { id: string; rows: RequestRows; list: string }) {
  const { api } = useConsole()
  const isAnswered = useMemo(
    () =>
      computed(() => {
        rows.version.value
        return rows.find(id)?.status !== undefined
      }),
    [id, rows]
  )
  const { data, error } = useLoaded((signal) => loadRequest(api, id, signal), [id, isAnswered.value], ['reset'])
  const isCurrent = data?.event.id === id.toLowerCase()
  return (
    <section
      id="request"
      class="card request-detail"
      aria-label="Details"
      tabIndex={-1}
      aria-busy={!isCurrent && error === undefined}
    >
      <BackLink href={list}>All requests</BackLink>
      {error !== undefined && !isCurrent && (
        <Problems
          error={
            isMissing(error)
              ? new ApiError(404, 'The journal no longer contains this request: it was evicted, removed, or reset.')
              : error
          }
        />
      )}
      {/* The last request stays until the next one is there, so that nothing flickers; but nothing can be done with it. */}
      {data !== undefined && (isCurrent || error === undefined) && (
        <div class="request-parts" inert={!isCurrent}>
          <Parts {...data} />
        </div>
      )}
    </section>
  )
}

function Parts({ event, changes, explanation }: LoadedRequest) {
  const { request, response } = event
  const isInProgress =
    response.status === undefined && event.subEvents.every(({ type }) => type !== 'REQUEST_BROKEN_OFF')
  const isSent = stubIn(event)?.response.fault === undefined
  return (
    <>
      <header class="stack request-title">
        <h2>
          <StatusBadge status={isInProgress ? undefined : isSent ? (response.status ?? null) : null} />
          <span class="request-method">{request.method}</span>
          <bdi class="mono">{visible(request.url)}</bdi>
        </h2>
        <Actions event={event} />
      </header>
      <Facts event={event} isInProgress={isInProgress} />
      {isRejected(event) && <Why event={event} explanation={explanation} />}
      <Changes changes={changes} method={request.method} />
      <Message title="Request" headers={request.headers} body={request.body} base64={request.bodyAsBase64} />
      {response.status !== undefined && (
        <Message
          title="Response"
          headers={response.headers ?? {}}
          body={response.body ?? ''}
          base64={response.bodyAsBase64 ?? ''}
        />
      )}
    </>
  )
}

function Facts({ event, isInProgress }: { event: LoadedRequest['event']; isInProgress: boolean }) {
  const { router } = useConsole()
  const { request, timing, subEvents } = event
  const stub = stubIn(event)
  const messages = subEvents.flatMap(({ type, data: { message } }) =>
    type === 'REQUEST_BROKEN_OFF' ? ['The client disconnected early'] : message === undefined ? [] : [message]
  )
  return (
    <dl class="facts request-facts">
      <Fact name="Received">
        <time dateTime={new Date(request.loggedDate).toISOString()}>{clock(request.loggedDate, true)}</time>
        <span class="muted">
          {' '}
          from {request.clientIp}, {request.protocol}
        </span>
      </Fact>
      <Fact name="Time">
        {isInProgress ? 'in progress' : `${timing.totalTime} ms`}
        {timing.addedDelay > 0 && (
          <span class="muted">{`: ${timing.addedDelay} ms delay, ${timing.serveTime} ms server`}</span>
        )}
      </Fact>
      <Fact name="Handled by">
        {stub === undefined ? (
          event.wasMatched ? (
            'the emulated API'
          ) : (
            'nothing: no route and no stub matches'
          )
        ) : (
          <>
            the stub <a href={router.href(['stubs', stub.id])}>{stub.name ?? stub.id}</a>
          </>
        )}
      </Fact>
      {messages.map((message) => (
        <Fact key={message} name="Note">
          {visible(message)}
        </Fact>
      ))}
    </dl>
  )
}
