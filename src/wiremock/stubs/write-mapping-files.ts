import { join } from 'node:path'
import { COMPACT, type JsonStyle, toJson, writeJson } from '../../common/exact-json.ts'
import { type PreparedFile, prepareFile } from '../../common/files/prepare-file.ts'
import { removeFile } from '../../common/files/remove-file.ts'
import { nextTurn } from '../../common/timers.ts'
import { writeError } from './folder-errors.ts'
import type { FileContent, MappingFile } from './mapping-files.ts'
import type { FilePlan } from './plan-files.ts'
import type { StubMapping } from './stub-mapping.ts'

const INDENTED: JsonStyle = {
  ...COMPACT,
  newLine: (depth) => `\n${'  '.repeat(depth)}`,
  colon: ': ',
  array: ['[', ', ', ']']
}

/** What was written: files by name, `undefined` for removed ones. */
export interface WrittenFiles {
  readonly files: ReadonlyMap<string, MappingFile | undefined>
  /** What went wrong then. */
  readonly error?: Error
}

/**
 * Writes and removes mapping files. Nothing changes until all new contents are on the disk. After a failure, each file is either the old
 * or the new one.
 */
export async function writeMappingFiles(folder: string, plan: FilePlan): Promise<WrittenFiles> {
  const files = new Map<string, MappingFile | undefined>()
  const prepared = new Map<string, PreparedFile>()
  let current = folder
  try {
    for (const [name, content] of plan) {
      current = join(folder, name)
      if (content !== undefined) prepared.set(name, await prepareFile(current, textOf(content)))
    }
    for (const [name, content] of plan) {
      current = join(folder, name)
      const file = prepared.get(name)
      if (content === undefined || file === undefined) await removeFile(current)
      else await file.publish()
      prepared.delete(name)
      files.set(name, content && { ...content, version: file?.version })
      if (files.size % FILES_PER_TURN === 0) await nextTurn()
    }
    return { files }
  } catch (error) {
    await Promise.all([...prepared.values()].map((file) => file.discard()))
    return { files, error: writeError(current, error) }
  }
}

const FILES_PER_TURN = 100

/** The text of a file: one mapping, or a list as it was before. */
function* textOf({ mappings, indexes, rest }: FileContent): Generator<string> {
  if (rest === undefined) for (const mapping of mappings) yield textOfMapping(mapping, indexes)
  else {
    yield '{\n"mappings": ['
    for (const [i, mapping] of mappings.entries()) yield `${i > 0 ? ',\n' : '\n'}${textOfMapping(mapping, indexes)}`
    yield '\n]'
    for (const [name, value] of Object.entries(rest)) yield `,\n${JSON.stringify(name)}: ${toJson(value)}`
    yield '\n}'
  }
  yield '\n'
}

function textOfMapping({ document }: StubMapping, indexes: FileContent['indexes']): string {
  return writeJson({ ...document, insertionIndex: indexes.get(document.id) }, INDENTED)
}
