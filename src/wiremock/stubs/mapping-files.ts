import { hash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { versionOf } from '../../common/files/file-version.ts'
import { otherThanFile } from '../../common/files/kind-of-file.ts'
import { describeInvalidJson } from '../../common/invalid-json.ts'
import { parseLenientJson, strictJson } from '../../common/lenient-json.ts'
import { Problems } from '../../common/problems.ts'
import { reasonOf } from '../../common/reason-of.ts'
import { errorsIn, schemaProblems } from '../../common/schema-problems.ts'
import { nextTurn } from '../../common/timers.ts'
import { FixtureFileError } from '../../fixtures/fixture-file.ts'
import { bodyText } from '../../http/body-text.ts'
import { FILES, foldersOf } from './body-files.ts'
import { compileMapping } from './compile-mapping.ts'
import { CannotReadFolder } from './folder-errors.ts'
import { ImportDocument } from './import-schema.ts'
import type { StubMapping } from './stub-mapping.ts'

/** What a mapping file contains. */
export interface FileContent {
  readonly mappings: readonly StubMapping[]
  /** The places of mappings in the order of creation, by id: WireMock's `insertionIndex`. Files that people write have none. */
  readonly indexes: ReadonlyMap<string, number>
  /** The other members of `{"mappings": […]}`; `undefined` for a file that contains only one mapping. */
  readonly rest: object | undefined
}

/** A mapping file as it was read. */
export interface MappingFile extends FileContent {
  readonly version: string | undefined
}

/** The mapping files of a directory by name, in this order. */
export type MappingFiles = ReadonlyMap<string, MappingFile>

/** After this many files, other requests proceed. */
const FILES_PER_TURN = 100

/**
 * Loads the WireMock mapping files of a directory and its subfolders, or of the folder `mappings` in it. A file contains one mapping, or
 * `{"mappings": […]}`.
 *
 * @param known the files as they were read before; those that have not changed are not read again
 * @param take called with the mappings of each file that was read, and the number of files before it and in all; throws if they are too
 *   many
 * @returns the files, sorted by name
 * @throws FixtureFileError with all problems of all files, or the file system's error
 */
export async function loadMappingFiles(
  directory: string,
  known: MappingFiles,
  take: (mappings: readonly StubMapping[], position: number, total: number) => void
): Promise<MappingFiles> {
  await requireFolder(directory)
  const { mappings: folder } = await foldersOf(directory)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(cannotRead(directory))
  const names = entries
    .filter((entry) => entry.name.endsWith('.json') && !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter((name) => !name.split(sep).includes(FILES))
    .sort()
  const files = new Map<string, MappingFile>()
  const invalid = new Map<string, Problems>()
  const byId = new Map<string, string>()
  for (const [i, name] of names.entries()) {
    const path = join(folder, name)
    const version = readableVersion(path)
    const problems = new Problems()
    let file = known.get(name)
    if (file === undefined || file.version !== version) {
      const bytes = await readBytes(path, problems)
      if (bytes === undefined) continue
      file = { version, ...contentOf(bytes, name.replaceAll(sep, '/'), problems) }
      take(file.mappings, i, names.length)
    }
    reportDuplicates(name, file, byId, problems)
    if (problems.total > 0) invalid.set(name, problems)
    files.set(name, file)
    if (i % FILES_PER_TURN === 0) await nextTurn()
  }
  requireValid(folder, invalid)
  return files
}

/** A reset may find that the folder was removed. @throws CannotReadFolder */
async function requireFolder(directory: string): Promise<void> {
  const stats = await stat(directory).catch(cannotRead(directory))
  if (!stats.isDirectory())
    throw new CannotReadFolder(`--stubs ${directory}`, 'it is a file. Use the folder that contains it')
}

const cannotRead =
  (directory: string) =>
  (error: NodeJS.ErrnoException): never => {
    const reason = error.code === 'ENOENT' ? 'it does not exist. Create it, or correct --stubs' : reasonOf(error)
    throw new CannotReadFolder(`--stubs ${directory}`, reason)
  }

function reportDuplicates(
  name: string,
  { mappings }: MappingFile,
  byId: Map<string, string>,
  problems: Problems
): void {
  for (const [i, { document }] of mappings.entries()) {
    const other = byId.get(document.id)
    const pointer = mappings.length === 1 ? '/id' : `/mappings/${i}/id`
    if (other !== undefined) problems.add(pointer, `duplicate id '${document.id}': ${other} has it, too`)
    byId.set(document.id, name)
  }
}

/** @throws FixtureFileError that names the file or, for several, their folder */
function requireValid(folder: string, invalid: ReadonlyMap<string, Problems>): void {
  const [first] = invalid
  if (first === undefined) return
  if (invalid.size === 1) throw new FixtureFileError(join(folder, first[0]), first[1])
  const all = new Problems()
  for (const [name, { listed }] of invalid) {
    for (const { pointer, expected } of listed) all.add(`${name}#${pointer}`, expected)
  }
  throw new FixtureFileError(folder, all)
}

/** @returns `undefined` if the system refuses that: reading the file then fails, too, and reports why */
function readableVersion(file: string): string | undefined {
  try {
    return versionOf(file)
  } catch {
    return undefined
  }
}

/** @returns `undefined` for a file that was just removed, or a broken link, which some editors create */
async function readBytes(file: string, problems: Problems): Promise<Buffer | undefined> {
  try {
    const other = otherThanFile(await stat(file))
    if (other === undefined) return await readFile(file)
    problems.add('', `expected a file, not ${other}`)
    return Buffer.from('{}')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    problems.add('', `cannot be read: ${reasonOf(error as Error)}`)
    return Buffer.from('{}')
  }
}

function contentOf(bytes: Buffer, name: string, problems: Problems): FileContent {
  const document = parse(bytes, problems)
  const mappings: StubMapping[] = []
  const indexes = new Map<string, number>()
  const { found, rest } = mappingsIn(document, problems)
  for (const { mapping, pointer } of found) {
    const compiled = compileMapping(mapping, idOf(name, pointer), pointer, problems)
    if (compiled === undefined) continue
    mappings.push(compiled)
    const { insertionIndex } = mapping as { insertionIndex?: unknown }
    if (typeof insertionIndex === 'number' && insertionIndex > 0) indexes.set(compiled.document.id, insertionIndex)
  }
  return { mappings, indexes, rest }
}

/** All mappings, in the order in which they were created: first those without an index, in the order of their files. */
export function mappingsOf(files: MappingFiles): StubMapping[] {
  const indexed = [...files.values()].flatMap(({ mappings, indexes }) =>
    mappings.map((mapping) => ({ mapping, index: indexes.get(mapping.document.id) ?? 0 }))
  )
  return indexed.sort((a, b) => a.index - b.index).map(({ mapping }) => mapping)
}

function parse(bytes: Buffer, problems: Problems): unknown {
  const text = bodyText(bytes)
  if (text === undefined) {
    problems.add('', 'not valid UTF-8')
    return {}
  }
  try {
    return parseLenientJson(text)
  } catch (error) {
    problems.add('', describeInvalidJson(strictJson(text), error as SyntaxError))
    return {}
  }
}

interface Found {
  readonly found: readonly { readonly mapping: unknown; readonly pointer: string }[]
  readonly rest: object | undefined
}

function mappingsIn(document: unknown, problems: Problems): Found {
  const { mappings, ...rest } = (document ?? {}) as { mappings?: unknown }
  if (!Array.isArray(mappings)) return { found: [{ mapping: document, pointer: '' }], rest: undefined }
  for (const { pointer, expected } of schemaProblems(errorsIn(ImportDocument, document), '')) {
    problems.add(pointer, expected)
  }
  return { found: mappings.map((mapping, i) => ({ mapping, pointer: `/mappings/${i}` })), rest }
}

/** A UUID for a mapping without one, derived from its place so that it is the same in every run. */
function idOf(name: string, pointer: string): string {
  const hex = hash('md5', `${name}#${pointer}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
