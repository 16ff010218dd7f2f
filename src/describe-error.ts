import { FixtureFileError } from './disk/fixture-file.ts'

interface SystemError extends NodeJS.ErrnoException {
  readonly port?: number
  readonly address?: string
  readonly hostname?: string
}

/** What went wrong, for a person: one line, or a line for each problem of a fixture file. */
export function describeError(error: unknown): string {
  if (error instanceof FixtureFileError) return describeProblems(error)
  const { code, message, path, port, address, hostname } = error as SystemError
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use on ${address}: stop what listens there, or give another --port`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      // The address of a Unix socket is its path, and its port -1.
      return port !== undefined && port >= 0
        ? `port ${port} may not be opened`
        : `${path ?? address} may not be written or read`
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return `this machine has no address ${address ?? hostname}: give another --host`
    default:
      return message
  }
}

function describeProblems({ message, file, problems }: FixtureFileError): string {
  const lines = problems.listed.map(({ pointer, expected }) => `  ${file}#${pointer}: ${expected}`)
  const more = problems.total - lines.length
  return [message, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}
