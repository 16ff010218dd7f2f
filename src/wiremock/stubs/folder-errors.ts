import { createError } from '@fastify/error'

export const NoStubsFolder = createError<[string]>(
  'MOCK_NO_STUBS_FOLDER',
  '%s needs a folder for its files: start the server with --stubs DIR',
  422
)
export const UnsafeFileName = createError<[string]>(
  'MOCK_UNSAFE_FILE_NAME',
  "'%s' is not a path below __files: use one such as users/one.json, without .., backslashes and colons",
  422
)
export const StubFilesChanged = createError<[string]>(
  'MOCK_STUB_FILES_CHANGED',
  'the files in %s have changed since this sandbox loaded them: nothing was saved. ' +
    'Keep the stubs that you need (GET /__admin/mappings), load the files (POST /__admin/mappings/reset), add the stubs again, and save',
  409
)
export const CannotReadFolder = createError<[string, string]>('MOCK_CANNOT_READ', 'cannot read %s: %s', 422)
const CannotWrite = createError<[string, string]>('MOCK_CANNOT_WRITE', 'cannot write %s: %s', 422)
const NoSpace = createError<[string, string]>('MOCK_NO_SPACE', 'cannot write %s: %s', 503)

const PERMISSION = 'permission denied. Make the folder of --stubs writable for the user that runs the server'
const REASONS: Readonly<Record<string, string>> = {
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EROFS: 'the file system is read-only. Mount the folder of --stubs writable, or use another one',
  EISDIR: 'a folder has this name. Use another name',
  ENOTEMPTY: 'a folder has this name. Use another name',
  ENOTDIR: 'a file has the name of one of its folders. Use another name',
  EEXIST: 'a file has the name of one of its folders. Use another name',
  ENAMETOOLONG: 'the name is too long. Use a shorter one',
  ENOENT: 'the folder of --stubs is missing. Create it again'
}

/** An error of the file system as a response. @param file what could not be written */
export function writeError(file: string, error: unknown): Error {
  const { code = '', message } = error as NodeJS.ErrnoException
  const reason = REASONS[code]
  if (reason !== undefined) return new CannotWrite(file, reason)
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new NoSpace(file, isFull ? 'the disk is full. Make room, and try again' : message)
}
