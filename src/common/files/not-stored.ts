import { createError } from '@fastify/error'

/** A change that was not made because it could not be stored. */
export const ChangeNotStored = createError<[string]>('MOCK_CHANGE_NOT_STORED', 'nothing was changed: %s', 503)

/** The reason and the advice for each error code. */
const REASONS: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space'],
  EDQUOT: ['the disk quota is exhausted', 'Free some space'],
  EFBIG: ['the file would exceed the maximum size that the system allows', 'Raise the limit'],
  ENOTDIR: ['a part of the path is a file', 'Remove or rename that file'],
  EISDIR: ['a folder has that name', 'Remove or rename that folder'],
  EROFS: ['the file system is read-only', 'Make it writable'],
  EACCES: ['permission denied', "Allow the server's user to write there"],
  EPERM: ['permission denied', "Allow the server's user to write there"]
}

/** @returns ChangeNotStored for an error of the file system, otherwise the same error */
export const notStored = (file: string, error: NodeJS.ErrnoException): Error =>
  error.syscall !== undefined ? new ChangeNotStored(whyNotWritten(file, error)) : error

/** Explains why a file or folder could not be written, and what to do. */
export function whyNotWritten(path: string, { code, message }: NodeJS.ErrnoException): string {
  const [reason, advice] = REASONS[String(code)] ?? [message, 'Fix that']
  return `cannot write ${path}: ${reason}. ${advice}, or restart with another --data-dir`
}
