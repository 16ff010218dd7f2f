import { readFileSync } from 'node:fs'
import { Type } from '@sinclair/typebox'
import { ServeOptions } from '../options/options.ts'
import { type Environment, readOptions, sortWords } from './options.ts'

const Place = Type.Pick(ServeOptions, ['host', 'port'])
const NO_WORDS = { flags: new Map(), rest: [] }

/**
 * Where the server answers that the surroundings of this process configure: by their variables, and in a container by the flags
 * of its first process too, which a health check or a command run in it cannot see otherwise. Plain HTTP is always served.
 *
 * @param program the path of this program, by which the first process is known to be another run of it
 * @throws UsageError for a variable that cannot be understood; an error for a port that only the server itself knows
 */
export function configuredUrl(
  environment: Environment,
  program = String(process.argv[1]),
  commandLine = '/proc/1/cmdline'
): string {
  const { host, port } = readOptions(Place, wordsOf(commandLine, program), environment)
  if (port === 0) {
    throw new Error('the server was told to take any port, and only its first line of output says which: give --url')
  }
  const reachable = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function wordsOf(commandLine: string, program: string): ReturnType<typeof sortWords> {
  try {
    const all = readFileSync(commandLine, 'utf8').split('\0').slice(0, -1)
    const at = all.indexOf(program)
    return at === -1 ? NO_WORDS : sortWords(all.slice(at + 1), ServeOptions)
  } catch {
    // There is no such file, or the first process is not for us to look at.
    return NO_WORDS
  }
}
