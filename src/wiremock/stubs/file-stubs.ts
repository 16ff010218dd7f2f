import { createError } from '@fastify/error'
import { removeTemporaryFiles } from '../../common/files/temporary-files.ts'
import type { MemoryBudget } from '../../common/memory-budget.ts'
import { OneAtATime } from '../../common/one-at-a-time.ts'
import { sizeText } from '../../common/size-text.ts'
import { NoStubsFolder, StubFilesChanged } from './folder-errors.ts'
import type { MappingFiles } from './mapping-files.ts'
import type { Stub, StubMapping } from './stub-mapping.ts'
import { type StubFiles, stubFilesInTurns, stubFilesOf } from './stub-state.ts'

export const StubsTooLarge = createError<[string, number, number, number, string]>(
  'MOCK_STUBS_TOO_LARGE',
  'the stubs of the folder %s do not fit into memory: after %d of its %d files, the %d stubs take all that is left of the memory limit of %s. ' +
    'Use fewer or smaller stubs, or a larger --max-memory; a larger heap allows that (NODE_OPTIONS=--max-old-space-size=…)',
  503
)

/** The stubs of the `--stubs` folder. */
export interface FileStubs {
  /** As they were last read. */
  readonly files: StubFiles
  /**
   * Reads what has changed in the folder: a reset returns to its present files.
   *
   * @throws FixtureFileError with all problems of a file, StubsTooLarge, or the file system's error; `files` stays as it is then
   */
  reload(): Promise<StubFiles>
  /**
   * Writes the stubs of a sandbox into the folder.
   *
   * @param stubs in the order of their creation
   * @param basedOn the hash of the files that the sandbox has loaded
   * @throws NoStubsFolder, StubFilesChanged; what `reload` throws
   */
  save(stubs: readonly Stub[], basedOn: string): Promise<SavedStubs>
  /** How many were loaded and from where, for people; `undefined` without `--stubs`. */
  readonly summary: string | undefined
  /** The folder of the files that responses name; `undefined` without `--stubs`. */
  readonly bodies: string | undefined
}

export interface SavedStubs {
  readonly files: StubFiles
  /** What went wrong after some of the files were written. */
  readonly error?: Error | undefined
}

/** The stubs of a server without `--stubs`: none. */
export const noFileStubs: FileStubs = {
  files: stubFilesOf([]),
  reload: async () => noFileStubs.files,
  save: async () => Promise.reject(new NoStubsFolder('mappings/save')),
  summary: undefined,
  bodies: undefined
}

/** In milliseconds: servers that share a folder do not remove each other's files. */
const UNCHANGED_FOR = 60_000

/** Loads the mapping files of a folder. @throws like `reload` */
export async function openFileStubs(folder: string | undefined, budget: MemoryBudget): Promise<FileStubs> {
  if (folder === undefined) return noFileStubs
  // Regular expressions and JSONPath are loaded only if needed, to keep the startup fast.
  const { loadMappingFiles, mappingsOf } = await import('./mapping-files.ts')
  const { foldersOf } = await import('./body-files.ts')
  const queue = new OneAtATime()
  let loaded: MappingFiles = new Map()
  let files = noFileStubs.files
  let isStarted = false
  const use = async (next: MappingFiles): Promise<void> => {
    files = await stubFilesInTurns(mappingsOf(next))
    loaded = next
  }
  const load = async (): Promise<StubFiles> => {
    const room = budget.reserve()
    let stubs = 0
    const take = (mappings: readonly StubMapping[], position: number, total: number): void => {
      stubs += mappings.length
      try {
        room.resize(room.bytes + bytesOf(mappings))
        // What a start reads has to fit into the limit itself. Later, the change that puts the stubs into a sandbox checks that.
        if (!isStarted) budget.requireRoom(room.bytes, room)
      } catch {
        throw new StubsTooLarge(folder, position, total, stubs, sizeText(budget.report().limit))
      }
    }
    try {
      const next = await loadMappingFiles(folder, loaded, take)
      if (!isStarted || !isSame(loaded, next)) await use(next)
      isStarted = true
      return files
    } finally {
      room.release()
    }
  }
  const save = async (stubs: readonly Stub[], basedOn: string): Promise<SavedStubs> => {
    const { planFiles } = await import('./plan-files.ts')
    const { writeMappingFiles } = await import('./write-mapping-files.ts')
    const { mappings } = await foldersOf(folder)
    if ((await load()).sha256 !== basedOn) throw new StubFilesChanged(mappings)
    const written = await writeMappingFiles(mappings, await planFiles(loaded, stubs))
    const next = new Map(loaded)
    for (const [name, file] of written.files) {
      if (file === undefined) next.delete(name)
      else next.set(name, file)
    }
    // In the order in which a restart reads them.
    await use(new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1))))
    return { files, error: written.error }
  }
  await load()
  const { mappings, files: bodies } = await foldersOf(folder)
  const leftovers = { recursive: true, unchangedFor: UNCHANGED_FOR }
  for (const each of [mappings, bodies]) await removeTemporaryFiles(each, leftovers)
  return {
    get files() {
      return files
    },
    get summary() {
      return `${files.mappings.length} loaded from ${mappings}`
    },
    bodies,
    reload: () => queue.run(load),
    save: (stubs, basedOn) => queue.run(() => save(stubs, basedOn))
  }
}

/** The place of a stub in a sandbox. */
export const STUB_BYTES = 600

const bytesOf = (mappings: readonly StubMapping[]): number =>
  mappings.reduce((sum, { bytes }) => sum + bytes + STUB_BYTES, 0)

const isSame = (before: MappingFiles, now: MappingFiles): boolean =>
  before.size === now.size && [...now].every(([name, file]) => before.get(name) === file)
