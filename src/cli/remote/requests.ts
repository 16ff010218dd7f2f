import type { Static } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { sleep } from '../../common/timers.ts'
import { DROPPED_HEADER } from '../../control/wiremock/schemas.ts'
import { RequestsOptions, type StateOptions } from '../../options/command-options.ts'
import { command, type Terminal } from '../command.ts'
import { parsed, requireSandbox, respond } from './control-call.ts'
import {
  bodyLines,
  type Entry,
  evictionNotice,
  HEADINGS,
  Journal,
  reasonLines,
  requestLine,
  requestRow
} from './request-table.ts'

/** How often to poll for further requests, in milliseconds. */
const INTERVAL = 500
/** How long to keep polling for the response to a request while others arrive, in milliseconds. */
const MAX_WAIT = 60_000

export const requests = command({
  usage: '',
  count: [0, 0],
  description: 'print the requests that a running server received',
  options: RequestsOptions,
  examples: ['requests --status 4xx', 'requests --path "/users/*" --body', 'requests --follow'],
  async run({ json, status, path, body, follow, ...options }, _args, terminal) {
    await requireSandbox(options)
    const isShown = filter(status, path)
    const print = (entries: readonly Entry[]): void => {
      for (const entry of entries.filter(isShown)) {
        const lines = json
          ? [JSON.stringify(entry)]
          : [requestLine(requestRow(entry)), ...reasonLines(entry), ...(body ? bodyLines(entry) : [])]
        terminal.out(`${lines.join('\n')}\n`)
      }
    }
    const first = await read(options)
    if (json && !follow)
      terminal.out(`${JSON.stringify({ ...first.document, requests: first.newest.filter(isShown) })}\n`)
    else {
      if (!json) terminal.out(`${requestLine(HEADINGS)}\n`)
      print(first.newest.toReversed())
    }
    if (first.dropped > 0) terminal.err(`${evictionNotice(first.dropped)}\n`)
    if (follow) await followFrom(first.newest, options, print, terminal)
    return 0
  }
})

/** The entries of the journal, the newest first. */
async function read(options: StateOptions, since?: number) {
  const query = since === undefined ? '' : `?since=${new Date(since).toISOString()}`
  const isExpected = (text: string): boolean => Check(Journal, parsed(text))
  const { text, headers } = await respond(options, { method: 'GET', path: `requests${query}`, isExpected })
  const document: Static<typeof Journal> = JSON.parse(text)
  return { document, newest: document.requests, dropped: Number(headers[DROPPED_HEADER.toLowerCase()] ?? 0) }
}

/** Prints further requests as they arrive, until interrupted. A request that has no response yet is printed again once it has one. */
async function followFrom(
  first: readonly Entry[],
  options: StateOptions,
  print: (entries: readonly Entry[]) => void,
  { interrupted }: Terminal
): Promise<void> {
  let isInterrupted = false
  interrupted.then(() => (isInterrupted = true))
  let since = nextSince(first)
  let printed = new Map(first.map((entry) => [entry.id, isWaiting(entry)]))
  while (!isInterrupted) {
    await sleep(INTERVAL)
    const { newest } = await read(options, since)
    const isNew = (entry: Entry) => !printed.has(entry.id) || (printed.get(entry.id) === true && !isWaiting(entry))
    print(newest.filter(isNew).reverse())
    since = nextSince(newest) ?? since
    printed = new Map(newest.map((entry) => [entry.id, isWaiting(entry)]))
  }
}

const isWaiting = ({ response }: Entry): boolean => response.status === undefined

/** When to start the next read: at the oldest request without a response. Old ones are skipped, since they may never get one. */
function nextSince(newest: readonly Entry[]): number | undefined {
  const last = newest[0]?.request.loggedDate
  if (last === undefined) return undefined
  const waiting = newest.filter((entry) => isWaiting(entry) && entry.request.loggedDate > last - MAX_WAIT)
  return waiting.at(-1)?.request.loggedDate ?? last
}

function filter(statuses: readonly string[] | undefined, path: string | undefined): (entry: Entry) => boolean {
  const parts = path?.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = parts === undefined ? undefined : new RegExp(`^${parts.join('.*')}$`)
  return ({ request, response }) => {
    const status = String(response.status ?? '')
    const hasStatus =
      statuses?.some((wanted) => (wanted.endsWith('xx') ? wanted[0] === status[0] : wanted === status)) ?? true
    return hasStatus && (pattern?.test(request.url.split('?')[0] ?? '') ?? true)
  }
}
