import { GIVE_ACCESS } from '../common/reason-of.ts'
import { FixtureFileError } from '../fixtures/fixture-file.ts'

interface SystemError extends NodeJS.ErrnoException {
  readonly port?: number
  readonly address?: string
  readonly hostname?: string
  /** The option that sets the port. */
  readonly option?: string
}

/** An error as text for users: one line, or one line for each problem of a fixture file. */
export function describeError(error: unknown): string {
  if (error instanceof FixtureFileError) return describeProblems(error)
  const { code, message, path, port, address, hostname, option = '--port' } = error as SystemError
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is already in use on ${address}: stop the other server, or use another ${option}`
    case 'EACCES':
    case 'EPERM':
      return path === undefined
        ? `permission denied for port ${port}: use another ${option}, 1024 or higher`
        : `permission denied: ${path}. ${GIVE_ACCESS}`
    case 'EROFS':
      return path === undefined ? message : `read-only file system: ${path}. Use another path`
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk is full${path === undefined ? '' : `: ${path}`}. Free some space`
    case 'ENOENT':
      return path === undefined ? message : `no such file or folder: ${path}. Correct the path`
    case 'EEXIST':
      return path === undefined ? message : `${path} exists already. Use another path`
    case 'ENOTDIR':
      return path === undefined
        ? message
        : `${path}: expected a folder, but it or a part of its path is a file. Correct the path`
    case 'EISDIR':
      return path === undefined ? 'it is a folder. Use a file' : `${path} is a folder. Use a file`
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return `this machine has no address ${address ?? hostname}: use another --host`
    default:
      return message
  }
}

function describeProblems({ message, file, problems, advice }: FixtureFileError): string {
  const lines = problems.listed.map(
    ({ pointer, expected }) => `  ${file}${pointer === '' ? '' : `#${pointer}`}: ${expected}`
  )
  const more = problems.total - lines.length
  return [
    message,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(advice === undefined ? [] : [advice])
  ].join('\n')
}

/** Puts what `describeError` says into the message of the error: that is all a test runner shows. @throws the error */
export function withDetails(error: unknown): never {
  if (error instanceof Error) error.message = describeError(error)
  throw error
}
