import { stat } from 'node:fs/promises'
import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { otherThanFile } from '../../common/files/kind-of-file.ts'
import type { FixtureName } from '../../fixtures/fixture-set.ts'
import type { NumberedChange } from '../change-log.ts'
import { damagedLog, unusableLog } from './errors.ts'
import { type StoredApi, StoredName } from './format.ts'
import { changeLine, type LogFormat, type LogOwner, logFormat } from './log-format.ts'
import { linesOf, parseLine } from './log-lines.ts'

/** The contents of a log. It is streamed twice: once to check all of it, once to apply its changes. */
export interface LogContent {
  readonly owner: LogOwner
  /** The revision of the last change; `undefined` without any. */
  readonly last: number | undefined
  /** The first missing revision between the wanted changes. */
  readonly missing: number | undefined
  /** The fixtures that the last wanted change with fixtures names. */
  readonly fixtures: FixtureName | undefined
  /** Every SHA-256 that the log refers to. */
  readonly references: ReadonlySet<string>
  /** The size of an incomplete line at the end, in bytes: the process was killed while it wrote it. */
  readonly torn: number
  /** The wanted changes, oldest first. They start with the last complete reset, if there is one. */
  changes(): AsyncGenerator<NumberedChange>
  /** The lines of all changes, in the current format. */
  lines(): AsyncGenerator<Buffer>
}

interface Entry extends NumberedChange {
  readonly line: Buffer
  /** Where its line starts, in bytes, and the number of the line. */
  readonly place: Place
}

interface Place {
  readonly start: number
  readonly number: number
}

const Named = Type.Object({ fixtures: StoredName })
const REFERENCE = /"sha256":"([0-9a-f]{64})"/g

/**
 * Reads a log of any version.
 *
 * @param after only later changes are wanted: the revision of the state file
 * @returns `undefined` if there is none
 * @throws DataDirectoryError if a line is damaged, except for an incomplete last one, or if a newer version wrote it
 */
export async function readLog(apis: readonly StoredApi[], file: string, after = 0): Promise<LogContent | undefined> {
  const opened = await openLog(apis, file)
  if (opened === undefined) return undefined
  const { format, size, first } = opened
  const references = new Set<string>()
  let last: number | undefined
  let missing: number | undefined
  let fixtures: FixtureName | undefined
  let start = first
  let end = first.start
  for await (const entries of entriesOf(file, format, first)) {
    for (const { revision, change, line, place } of entries) {
      end = place.start + line.length + 1
      for (const sha256 of referencesIn(line)) references.add(sha256)
      const expected = Math.max(last ?? after, after) + 1
      last = revision
      if (revision <= after) continue
      if (revision !== expected) missing ??= expected
      if (change.op === 'reset') start = place
      if (Check(Named, change)) fixtures = change.fixtures
    }
  }

  async function* changes(): AsyncGenerator<NumberedChange> {
    for await (const entries of entriesOf(file, format, start))
      for (const { revision, change } of entries) if (revision > after) yield { revision, change }
  }

  async function* lines(): AsyncGenerator<Buffer> {
    for await (const entries of entriesOf(file, format, first))
      yield Buffer.concat(entries.flatMap((entry) => (format.isCurrent ? [entry.line, LINE_END] : [rewritten(entry)])))
  }

  return { owner: format.owner, last, missing, fixtures, references, torn: size - end, changes, lines }
}

/** Reads the first line of a log; `undefined` if there is no log. @throws DataDirectoryError if that line is damaged */
export async function readLogOwner(apis: readonly StoredApi[], file: string): Promise<LogOwner | undefined> {
  return (await openLog(apis, file))?.format.owner
}

interface OpenLog {
  readonly format: LogFormat
  /** The place of the first change. */
  readonly first: Place
  /** In bytes. */
  readonly size: number
}

async function openLog(apis: readonly StoredApi[], file: string): Promise<OpenLog | undefined> {
  const stats = await stat(file).catch((error) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (stats === undefined) return undefined
  const other = otherThanFile(stats)
  if (other !== undefined) throw unusableLog(`${file} is ${other}, not a log of changes`)
  const { size } = stats
  if (size === 0) throw unusableLog(`${file} is empty`)
  const place = `${file}: line 1`
  for await (const lines of linesOf(file)) {
    const [line = Buffer.alloc(0)] = lines
    const format = logFormat(apis, parseLine(line, place), file, place)
    return { format, first: { start: line.length + 1, number: 2 }, size }
  }
  throw damagedLog(place)
}

/** @param from where to start */
async function* entriesOf(file: string, format: LogFormat, from: Place): AsyncGenerator<Entry[]> {
  let { start, number } = from
  for await (const lines of linesOf(file, start)) {
    yield lines.map((line) => {
      const place = { start, number }
      const where = `${file}: line ${number}`
      start += line.length + 1
      number++
      return { ...format.changeIn(parseLine(line, where), where), line, place }
    })
  }
}

const LINE_END = Buffer.from('\n')
const rewritten = ({ revision, change }: Entry): Buffer => Buffer.from(changeLine(revision, change))

/** Finds all hashes in the text, so that this need not understand the changes. */
function* referencesIn(line: Buffer): Generator<string> {
  if (!line.includes('"sha256":"')) return
  for (const [, sha256 = ''] of line.toString('latin1').matchAll(REFERENCE)) yield sha256
}
