import type { Api } from '../../api/define-api.ts'
import type { KeptFields } from '../../recording/kept-fields.ts'
import { ListRecorder } from '../../recording/list-recorder.ts'
import type { Notes } from '../../recording/notes.ts'
import type { Pseudonyms } from '../../recording/pseudonyms.ts'
import { readList } from '../../recording/read-list.ts'
import type { RecordingLog } from '../../recording/recording-log.ts'
import type { Terminal } from '../command.ts'
import type { Service } from '../service/connect.ts'
import { labelOf, listLine, listWarnings } from './summary.ts'

/** What the APIs of a recording share. */
export interface RecordContext {
  readonly pseudonyms: Pseudonyms
  readonly kept: KeptFields
  readonly notes: Notes
  readonly log: RecordingLog
  readonly terminal: Terminal
  /** Stops it before the next request. */
  readonly signal: AbortSignal
}

/** Reads all lists of an API, and shows the progress. @returns the records by list, without anything personal */
export async function recordApi(
  api: Api,
  service: Service,
  { log, terminal, signal, ...shared }: RecordContext
): Promise<Record<string, readonly object[]>> {
  const recorders: ListRecorder[] = []
  const headers = Object.entries(service.credentials)
  for (const recorded of api.recording ?? []) {
    const recorder = new ListRecorder(api, recorded, shared, [...recorders])
    recorders.push(recorder)
    const summary = await readList(recorder, {
      api: api.name,
      service: { headers, send: (request) => service.send(request, signal) },
      log,
      notes: shared.notes,
      onPage(page, pages) {
        if (!terminal.showsProgress) return
        terminal.err(`\r${labelOf(api, recorded.list)}: page ${page} of ${pages}${page >= pages ? '\n' : ''}`)
      }
    })
    terminal.err(`${listLine(api, summary)}\n`)
    for (const warning of listWarnings(api, summary)) terminal.err(`warning: ${warning}\n`)
  }
  return Object.fromEntries(recorders.map(({ name, records }) => [name, records]))
}
