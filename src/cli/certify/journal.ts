import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { UsageError } from '../options.ts'
import { parsed } from '../remote/control-call.ts'

/** The names of all records that any run creates start with it. */
export const PREFIX = 'mock-certify-'

const Header = Type.Object({
  certify: Type.Literal(1),
  api: Type.String(),
  url: Type.String(),
  prefix: Type.String({ pattern: `^${PREFIX}[0-9a-z]+-$` }),
  started: Type.String()
})
export type JournalHeader = Static<typeof Header>

const Line = Type.Object({
  sending: Type.Optional(Type.String()),
  created: Type.Optional(Type.String()),
  removed: Type.Optional(Type.String())
})

/**
 * A file that says what a run creates, before it does: if the run is killed, `--cleanup` finishes its work. A line names a request that is
 * about to be sent, the request that would remove what was created, or the one that did.
 */
export class Journal {
  readonly file: string
  /** Whether nothing was created, as far as is known. */
  isEmpty = true
  readonly #remaining = new Set<string>()

  /** @throws the system error if the file exists or cannot be written */
  constructor(file: string, header: JournalHeader) {
    this.file = file
    writeFileSync(file, `${JSON.stringify(header)}\n`, { flag: 'wx', mode: 0o600 })
  }

  /** The requests that remove what was created. */
  get remaining(): readonly string[] {
    return [...this.#remaining]
  }

  sending(request: string): void {
    this.#append({ sending: request })
  }

  created(removal: string): void {
    this.#remaining.add(removal)
    this.#append({ created: removal })
  }

  removed(removal: string): void {
    if (this.#remaining.delete(removal)) this.#append({ removed: removal })
  }

  /** Removes the file: nothing is left to clean up. */
  discard(): void {
    rmSync(this.file, { force: true })
  }

  #append(line: Static<typeof Line>): void {
    this.isEmpty = false
    appendFileSync(this.file, `${JSON.stringify(line)}\n`)
  }
}

/** What a run has left behind, as far as its journal knows. @throws UsageError for another file */
export function readJournal(file: string): { readonly header: JournalHeader; readonly remaining: readonly string[] } {
  // The last line is incomplete if the process was killed while it wrote.
  const [first, ...lines] = readFileSync(file, 'utf8').split('\n').map(parsed)
  if (!Check(Header, first)) throw new UsageError(`--cleanup: ${file} is not the journal of a run of certify`)
  const remaining = new Set<string>()
  for (const line of lines) {
    if (!Check(Line, line)) continue
    if (line.created !== undefined) remaining.add(line.created)
    if (line.removed !== undefined) remaining.delete(line.removed)
  }
  return { header: first, remaining: [...remaining] }
}
