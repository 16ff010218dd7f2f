import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Errors } from '@sinclair/typebox/errors'
import { parseNestedJson } from '../../common/exact-json.ts'
import { versionOf } from '../../common/files/file-version.ts'
import { Problems } from '../../common/problems.ts'
import { schemaProblems } from '../../common/schema-problems.ts'
import { nextTurn } from '../../common/timers.ts'
import { FixtureFileError } from '../../fixtures/fixture-file.ts'
import { bodyText } from '../../http/body-text.ts'
import { compileMapping } from './compile-mapping.ts'
import { ImportDocument } from './import-schema.ts'
import type { StubMapping } from './stub-mapping.ts'

/** A mapping file as it was read. */
export interface MappingFile {
  readonly version: string | undefined
  readonly mappings: readonly StubMapping[]
}

/** The mapping files of a directory by name, in this order. */
export type MappingFiles = ReadonlyMap<string, MappingFile>

/** How many unchanged files are looked at before other requests proceed. */
const FILES_PER_TURN = 100

/**
 * Loads the WireMock mapping files of a directory. A file contains one mapping, or `{"mappings": […]}`.
 *
 * @param known the files as they were read before; those that have not changed are not read again
 * @param take called with the mappings of each file that was read, and the number of files before it and in all; throws if they are too
 *   many
 * @returns the files, sorted by name
 * @throws FixtureFileError with all problems of a file, or the file system's error
 */
export async function loadMappingFiles(
  directory: string,
  known: MappingFiles,
  take: (mappings: readonly StubMapping[], position: number, total: number) => void
): Promise<MappingFiles> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort()
  const files = new Map<string, MappingFile>()
  for (const [i, name] of names.entries()) {
    const path = join(directory, name)
    const version = versionOf(path)
    let file = known.get(name)
    if (file === undefined || file.version !== version) {
      file = { version, mappings: await loadFile(path, name) }
      take(file.mappings, i, names.length)
    }
    files.set(name, file)
    if (i % FILES_PER_TURN === 0) await nextTurn()
  }
  return files
}

async function loadFile(file: string, name: string): Promise<StubMapping[]> {
  const problems = new Problems()
  const document = parse(await readFile(file), problems)
  const mappings = mappingsIn(document, problems).map(({ mapping, pointer }) =>
    compileMapping(mapping, idOf(name, pointer), pointer, problems)
  )
  if (problems.total > 0) throw new FixtureFileError(file, problems)
  return mappings.filter((mapping) => mapping !== undefined)
}

function parse(bytes: Buffer, problems: Problems): unknown {
  const text = bodyText(bytes)
  if (text === undefined) problems.add('', 'not valid UTF-8')
  try {
    return parseNestedJson(text ?? '{}')
  } catch (error) {
    problems.add('', `invalid JSON: ${(error as Error).message}`)
    return {}
  }
}

function mappingsIn(document: unknown, problems: Problems): { mapping: unknown; pointer: string }[] {
  const { mappings } = (document ?? {}) as { mappings?: unknown }
  if (!Array.isArray(mappings)) return [{ mapping: document, pointer: '' }]
  for (const { pointer, expected } of schemaProblems(Errors(ImportDocument, document), '')) {
    problems.add(pointer, expected)
  }
  return mappings.map((mapping, i) => ({ mapping, pointer: `/mappings/${i}` }))
}

/** A UUID for a mapping without one, derived from its place so that it is the same in every run. */
function idOf(name: string, pointer: string): string {
  const hex = hash('md5', `${name}#${pointer}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
