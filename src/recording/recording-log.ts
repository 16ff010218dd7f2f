import { appendFileSync, readFileSync, rmSync } from 'node:fs'
import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { WrittenNotes } from './notes.ts'

/** The first line. */
const Start = Type.Object({ version: Type.Literal(1), recording: Type.String() })

/** One page of a list, after everything personal was replaced. */
export const FinishedPage = Type.Object({
  api: Type.String(),
  list: Type.String(),
  page: Type.Integer({ minimum: 1 }),
  /** How many pages and records there were when it was read. */
  pages: Type.Integer({ minimum: 0 }),
  total: Type.Optional(Type.Integer({ minimum: 0 })),
  records: Type.Array(Type.Object({})),
  /** How many records were on an earlier page already. */
  moved: Type.Integer({ minimum: 0 }),
  /** What is wrong with each record that was left out. */
  invalid: Type.Array(Type.String()),
  notes: WrittenNotes
})
export type FinishedPage = Static<typeof FinishedPage>

/** The file belongs to another recording, or is none. */
export class OtherRecording extends Error {}

/** The finished pages of a recording, in a file, so that an interrupted recording can continue. It contains nothing that the result does not. */
export class RecordingLog {
  readonly file: string
  readonly finished: readonly FinishedPage[]
  #pages: number

  /**
   * Opens the file, or creates it.
   *
   * @param recording identifies the recording: its pages are only used if it is the same
   * @param isNew whether to discard what is there
   * @throws OtherRecording, or the error of the file system
   */
  constructor(file: string, recording: string, isNew: boolean) {
    this.file = file
    const [start, ...pages] = isNew ? [] : linesOf(file)
    if (start !== undefined && !(Check(Start, start) && start.recording === recording)) throw new OtherRecording()
    this.finished = pages.filter((page) => Check(FinishedPage, page))
    this.#pages = this.finished.length
    const all = [{ version: 1, recording }, ...this.finished]
    // Also removes a line that was cut off.
    appendFileSync(file, all.map(lineOf).join(''), { flag: 'w', mode: 0o600 })
  }

  /** How many pages it contains. */
  get pages(): number {
    return this.#pages
  }

  /** Synchronous, so that an interruption cannot lose a page. */
  append(page: FinishedPage): void {
    appendFileSync(this.file, lineOf(page))
    this.#pages++
  }

  remove(): void {
    rmSync(this.file, { force: true })
  }
}

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`

/** The lines of a file; none if there is no file, or if it is empty. A line that is not JSON is null. */
function linesOf(file: string): unknown[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  return text === '' ? [] : text.split('\n').map(parsed)
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
