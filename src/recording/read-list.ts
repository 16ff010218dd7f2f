import type { RecordedPage } from '../api/recording.ts'
import type { ReceivedResponse, SentRequest } from '../rules/exchange.ts'
import type { ListRecorder } from './list-recorder.ts'
import type { Notes } from './notes.ts'
import type { FinishedPage, RecordingLog } from './recording-log.ts'

/** A service cannot be recorded. The message says why, and quotes nothing from its responses. */
export class RecordingError extends Error {}

/** A real service. */
export interface Service {
  send(request: SentRequest): Promise<ReceivedResponse>
  /** The headers of every request. */
  readonly headers: SentRequest['headers']
}

export interface ReadOptions {
  readonly api: string
  readonly service: Service
  readonly log: RecordingLog
  readonly notes: Notes
  /** Called for each page that was read. */
  readonly onPage: (page: number, pages: number) => void
}

/** What is noteworthy about a list. */
export interface ListSummary {
  readonly list: string
  readonly records: number
  readonly pages: number
  /** How many pages an earlier run had read. */
  readonly resumed: number
  /** How many records were on several pages. */
  readonly moved: number
  readonly invalid: readonly string[]
  /** The different numbers of records that the service reported. */
  readonly totals: readonly number[]
}

/**
 * Reads all pages of a list, except those that the log has already.
 *
 * @throws RecordingError, or the error of the connection
 */
export async function readList(recorder: ListRecorder, options: ReadOptions): Promise<ListSummary> {
  const { api, log, notes, onPage } = options
  const finished = log.finished.filter((page) => page.api === api && page.list === recorder.name)
  for (const { records, notes: written } of finished) {
    for (const record of records) recorder.restore(record)
    notes.restore(written)
  }
  const read = [...finished]
  for (let page = finished.length + 1; page === 1 || page <= (read.at(-1)?.pages ?? 0); page++) {
    const target = recorder.recorded.target(page)
    const received = await readPage(recorder, target, options.service)
    const isEmpty = received.records.length === 0
    // Records were deleted in the meantime.
    if (isEmpty && page > 1) break
    const line = { api, list: recorder.name, page, ...recordPage(recorder, received), notes: notes.takeFresh() }
    if (!isEmpty && line.records.length === 0) throw nothingNew(line, target)
    log.append(line)
    read.push(line)
    onPage(page, line.pages)
  }
  return {
    list: recorder.name,
    records: recorder.records.length,
    pages: read.length,
    resumed: finished.length,
    moved: read.reduce((sum, { moved }) => sum + moved, 0),
    invalid: read.flatMap(({ invalid }) => invalid),
    totals: [...new Set(read.flatMap(({ total }) => total ?? []))]
  }
}

type PageResult = Pick<FinishedPage, 'pages' | 'total' | 'records' | 'moved' | 'invalid'>

function recordPage(recorder: ListRecorder, { records, pages, total }: RecordedPage): PageResult {
  const outcomes = records.map((record) => recorder.add(record))
  return {
    pages,
    ...(total !== undefined && { total }),
    records: outcomes.flatMap((outcome) => (outcome.kind === 'added' ? [outcome.record] : [])),
    moved: outcomes.filter(({ kind }) => kind === 'moved').length,
    invalid: outcomes.flatMap((outcome) => (outcome.kind === 'invalid' ? [outcome.problem] : []))
  }
}

function nothingNew({ page, moved, invalid }: FinishedPage, target: string): RecordingError {
  return new RecordingError(
    moved > 0
      ? `GET ${target}: all records of page ${page} were on earlier pages. The service seems to ignore the page number`
      : `GET ${target}: no record is valid. The first one: ${invalid[0]}. Is this the right --api?`
  )
}

async function readPage(recorder: ListRecorder, target: string, service: Service): Promise<RecordedPage> {
  const [path = '', query = ''] = target.split('?')
  const headers = [...service.headers, ['Accept', 'application/json']] as const
  const { status, body = '' } = await service.send({ method: 'GET', path, query, headers, body: '' })
  if (status !== 200) throw new RecordingError(`GET ${target}: the service responded ${status}. ${adviceFor(status)}`)
  const page = recorder.recorded.read(parsed(body))
  if (page === undefined)
    throw new RecordingError(`GET ${target}: the response is not a list of this API. Check --from and --api`)
  return page
}

function adviceFor(status: number): string {
  if (status >= 300 && status < 400) return 'Use the address to which it redirects as --from'
  if (status === 401 || status === 403) return 'Check the credentials'
  if (status === 404) return 'Check --from and --api'
  if (status === 429) return 'Run the same command again later, with a longer --pause: it continues after the last page'
  return 'Run the same command again later: it continues after the last page'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
