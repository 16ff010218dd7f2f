import type { Api } from '../../api/define-api.ts'
import { apis } from '../../apis/index.ts'
import { suggestion } from '../../common/suggestion.ts'
import { countText } from '../../fixtures/fixture-set.ts'
import type { RecordOptions } from '../../options/record-options.ts'
import { KeptFields, UnknownField } from '../../recording/kept-fields.ts'
import { Notes } from '../../recording/notes.ts'
import { Pseudonyms } from '../../recording/pseudonyms.ts'
import type { Terminal } from '../command.ts'
import { UsageError } from '../options.ts'
import { connect } from '../service/connect.ts'
import { writeOutput } from '../write-output.ts'
import { findKey } from './key-file.ts'
import { openLog } from './open-log.ts'
import { type RecordContext, recordApi } from './record-api.ts'
import { NOTHING, readResult, resultText, withRecords } from './result.ts'
import { noteWarnings } from './summary.ts'

/**
 * Records the lists of the selected APIs.
 *
 * @returns the exit code
 */
export async function runRecord(options: RecordOptions, terminal: Terminal): Promise<number> {
  const { out: file, from, force } = options
  const selected = [...new Set(options.api)].map(apiNamed)
  const kept = keptFields(options.keep ?? [], selected)
  // Reports missing credentials before anything is written.
  const services = selected.map((api) => ({
    api,
    service: connect(api, { ...options, url: from }, terminal)
  }))
  const { key, notices } = await findKey(options, terminal.environment)
  for (const notice of notices) terminal.err(`${notice}\n`)
  let result = force ? NOTHING : await readResult(file, key)
  const log = openLog(file, key, { apis: selected.map(({ name }) => name), from, kept: kept.all }, force)
  const stop = new AbortController()
  terminal.interrupted.then(() => stop.abort())
  const context: RecordContext = {
    pseudonyms: new Pseudonyms(key),
    kept,
    notes: new Notes(),
    log,
    terminal,
    signal: stop.signal
  }
  try {
    for (const { api, service } of services)
      result = withRecords(result, api, await recordApi(api, service, context), kept.all)
    await writeOutput(resultText(result, key), file, terminal)
  } catch (error) {
    reportUnfinished(context)
    if (stop.signal.aborted) return terminal.interrupted
    throw forThisCommand(error)
  } finally {
    for (const { service } of services) service.close()
  }
  log.remove()
  for (const warning of noteWarnings(context.notes, selected, kept.all)) terminal.err(`warning: ${warning}\n`)
  terminal.out(`${file}: written\n`)
  return 0
}

function apiNamed(name: string): Api {
  const recordable = apis.filter(({ recording }) => recording !== undefined)
  const found = recordable.find((api) => api.name === name)
  if (found !== undefined) return found
  const names = recordable.map(({ name }) => name)
  throw new UsageError(`unknown API '${name}'${suggestion(name, names)} (available: ${names.join(', ')})`)
}

function keptFields(names: readonly string[], selected: readonly Api[]): KeptFields {
  try {
    return new KeptFields(names, selected)
  } catch (error) {
    throw error instanceof UnknownField ? new UsageError(error.message) : error
  }
}

/** Says how to continue. A log without pages is of no use. */
function reportUnfinished({ log, terminal, signal }: RecordContext): void {
  if (log.pages === 0) log.remove()
  else {
    const reason = signal.aborted ? 'interrupted' : 'not finished'
    const pages = `${countText(log.pages, 'pages')} ${log.pages === 1 ? 'is' : 'are'}`
    terminal.err(`${reason}: ${pages} in ${log.file}. Run the same command again to continue\n`)
  }
}

/** The messages of the connection name the option of the other command. */
function forThisCommand(error: unknown): unknown {
  if (error instanceof Error) error.message = error.message.replaceAll('--url', '--from')
  return error
}
