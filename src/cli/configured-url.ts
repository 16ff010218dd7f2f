import { readFileSync } from 'node:fs'
import { Type } from '@sinclair/typebox'
import { ServeOptions } from '../options/options.ts'
import { type Environment, type ParsedArguments, parseArguments, readOptions } from './options.ts'
import { serveOptions } from './serve.ts'

const Address = Type.Pick(ServeOptions, ['host', 'port'])
const NO_ARGUMENTS = { flags: new Map(), positionals: [] }

/**
 * The URL of the server that the environment configures. In a container, it also reads the flags of the first process, so that
 * health checks and commands run with `exec` find the server. The server always serves plain HTTP.
 *
 * @param program the path of this program: the first process is read only if it runs the same one
 * @throws UsageError for an invalid variable, and an Error if the server uses a random port
 */
export function configuredUrl(
  environment: Environment,
  program = String(process.argv[1]),
  commandLine = '/proc/1/cmdline'
): string {
  const { host, port } = readOptions(Address, serverArguments(commandLine, program), environment)
  if (port === 0) {
    throw new Error('the server listens on a random port (--port 0): pass the URL from its output as --url')
  }
  const reachable = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function serverArguments(commandLine: string, program: string): ParsedArguments {
  try {
    const all = readFileSync(commandLine, 'utf8').split('\0').slice(0, -1)
    const at = all.indexOf(program)
    return at === -1 ? NO_ARGUMENTS : parseArguments(all.slice(at + 1), serveOptions)
  } catch {
    // The file does not exist or is not readable, or the first process is another command.
    return NO_ARGUMENTS
  }
}
