import { FixtureFileError } from '../fixtures/fixture-file.ts'

interface SystemError extends NodeJS.ErrnoException {
  readonly port?: number
  readonly address?: string
  readonly hostname?: string
  /** The option that another port is given by. */
  readonly option?: string
}

/** What went wrong, for a person: one line, or a line for each problem of a fixture file. */
export function describeError(error: unknown): string {
  if (error instanceof FixtureFileError) return describeProblems(error)
  const { code, message, path, port, address, hostname, option = '--port' } = error as SystemError
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use on ${address}: stop what listens there, or give another ${option}`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return path === undefined
        ? `this user may not open port ${port}: give another ${option}, from 1024 on`
        : `${path} may not be written or read`
    case 'ENOENT':
      return path === undefined ? message : `there is no ${path}`
    case 'EISDIR':
      return path === undefined ? 'it is a folder' : `${path} is a folder`
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return `this machine has no address ${address ?? hostname}: give another --host`
    default:
      return message
  }
}

function describeProblems({ message, file, problems, advice }: FixtureFileError): string {
  const lines = problems.listed.map(({ pointer, expected }) => `  ${file}#${pointer}: ${expected}`)
  const more = problems.total - lines.length
  return [
    message,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(advice === undefined ? [] : [advice])
  ].join('\n')
}
