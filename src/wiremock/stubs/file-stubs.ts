import { type StubFiles, stubFilesOf } from './stub-state.ts'

/** The stubs of the `--stubs` folder. */
export interface FileStubs {
  /** As they were last read. */
  readonly files: StubFiles
  /**
   * Reads the folder again: a reset returns to its present files.
   *
   * @throws FixtureFileError with all problems of a file, or the file system's error; `files` stays as it is then
   */
  reload(): Promise<StubFiles>
}

/** The stubs of a server without `--stubs`: none. */
export const noFileStubs: FileStubs = { files: stubFilesOf([]), reload: async () => noFileStubs.files }

/** Loads the mapping files of a folder. @throws like `reload` */
export async function openFileStubs(folder: string | undefined): Promise<FileStubs> {
  if (folder === undefined) return noFileStubs
  // Regular expressions and JSONPath are loaded only if needed, to keep the startup fast.
  const { loadMappings } = await import('./mapping-files.ts')
  let files = stubFilesOf(await loadMappings(folder))
  return {
    get files() {
      return files
    },
    async reload() {
      files = stubFilesOf(await loadMappings(folder))
      return files
    }
  }
}
