import { FixtureFileError } from './disk/fixture-file.ts'

const MOST_SHOWN = 1000

/** What went wrong, for a person: one line, or a line for each problem of a fixture file. */
export function describeError(error: unknown): string {
  if (error instanceof FixtureFileError) return describeProblems(error)
  const { code, message, port, address, path } = error as NodeJS.ErrnoException & { port?: number; address?: string }
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use on ${address}: stop what listens there, or give another --port`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return port === undefined ? `${path} may not be written or read` : `port ${port} may not be opened`
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return `this machine has no address ${address ?? ''}: give another --host`
    default:
      return message
  }
}

function describeProblems({ message, file, problems }: FixtureFileError): string {
  const lines = problems.listed.slice(0, MOST_SHOWN).map(({ pointer, expected }) => `  ${file}#${pointer}: ${expected}`)
  const more = problems.total - lines.length
  return [message, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}
