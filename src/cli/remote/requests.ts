import type { IncomingHttpHeaders } from 'node:http'
import type { Static } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { sleep } from '../../common/timers.ts'
import { correlationIn } from '../../control/correlation.ts'
import { DROPPED_HEADER } from '../../control/wiremock/schemas.ts'
import { RequestsOptions, type StateOptions } from '../../options/command-options.ts'
import { command, type Terminal } from '../command.ts'
import { flagOf, UsageError } from '../options.ts'
import { writeOutput } from '../write-output.ts'
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
import { writing } from './streamed-response.ts'

/** How often to poll for further requests, in milliseconds. */
const INTERVAL = 500
/** How long to keep polling for the response to a request while others arrive, in milliseconds. */
const MAX_WAIT = 60_000

export const requests = command({
  usage: '',
  count: [0, 0],
  description: 'print the requests that a running server received',
  options: RequestsOptions,
  examples: [
    'requests --status 4xx',
    'requests --path "/users/*" --body',
    'requests --follow',
    'requests --test "adds a user" --har requests.har'
  ],
  async run({ json, status, path, body, follow, har, ...options }, _args, terminal) {
    if (har !== undefined && (json || body || follow || status !== undefined || path !== undefined))
      throw new UsageError('--har cannot be combined with --status, --path, --body, --follow or --json')
    requireCorrelation(options)
    await requireSandbox(options)
    if (har !== undefined) return exportHar(har, options, terminal)
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
    reportEvictions(first.headers, terminal)
    if (follow) await followFrom(first.newest, options, print, terminal)
    return 0
  }
})

/** The server and the requests to select. */
type Selection = StateOptions & Pick<RequestsOptions, 'trace' | 'test' | 'requestId'>

/** @throws UsageError */
function requireCorrelation(selection: Selection): void {
  try {
    correlationIn(selection, flagOf)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** @param since in milliseconds since 1970 */
function queryOf({ trace, test, requestId }: Selection, since?: number): string {
  const wanted = { trace, test, requestId, since: since === undefined ? undefined : new Date(since).toISOString() }
  const given = Object.entries(wanted).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

/** The entries of the journal, the newest first. */
async function read(options: Selection, since?: number) {
  const isExpected = (text: string): boolean => Check(Journal, parsed(text))
  const { text, headers } = await respond(options, {
    method: 'GET',
    path: `requests${queryOf(options, since)}`,
    isExpected
  })
  const document: Static<typeof Journal> = JSON.parse(text)
  return { document, newest: document.requests, headers }
}

/** Writes the requests as HAR 1.2. @param file `-` for the standard output */
async function exportHar(file: string, options: Selection, terminal: Terminal): Promise<number> {
  const target = file === '-' ? undefined : file
  const isExpected = (text: string): boolean => text.startsWith('{"log":{')
  const read = writing(isExpected, (parts) => writeOutput(parts, target, terminal))
  const { headers } = await respond(options, {
    method: 'GET',
    path: `requests.har${queryOf(options)}`,
    isExpected,
    read
  })
  if (target !== undefined) terminal.out(`wrote ${target}\n`)
  reportEvictions(headers, terminal)
  return 0
}

function reportEvictions(headers: IncomingHttpHeaders, terminal: Terminal): void {
  const dropped = Number(headers[DROPPED_HEADER.toLowerCase()] ?? 0)
  if (dropped > 0) terminal.err(`${evictionNotice(dropped)}\n`)
}

/** Prints further requests as they arrive, until interrupted. A request that has no response yet is printed again once it has one. */
async function followFrom(
  first: readonly Entry[],
  options: Selection,
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
