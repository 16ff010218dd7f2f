import { randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { makeDirectory } from '../../common/files/make-directory.ts'
import { reasonOf } from '../../common/reason-of.ts'
import { MIN_KEY_LENGTH, RecordingKey } from '../../recording/recording-key.ts'
import { type Environment, UsageError } from '../options.ts'

/** In bytes. */
const KEY_SIZE = 32

export interface KeyOptions {
  readonly keyFile?: string
  /** Takes precedence. */
  readonly recordingKey?: string
}

export interface FoundKey {
  readonly key: RecordingKey
  /** What the user should know about it, one line each. */
  readonly notices: readonly string[]
}

/**
 * Reads the key of recordings, and creates it if there is none.
 *
 * @throws UsageError, or an error that names the file
 */
export async function findKey({ keyFile, recordingKey }: KeyOptions, environment: Environment): Promise<FoundKey> {
  if (recordingKey !== undefined) return { key: keyOf(recordingKey, 'MOCK_RECORDING_KEY'), notices: [] }
  const file = keyFile ?? defaultKeyFile(environment)
  const isNew = await create(file)
  const text = await readFile(file, 'utf8').catch(fail(file, 'read'))
  const key = keyOf(text.trim(), file)
  if (isNew) return { key, notices: [`created a key: ${file}. Anyone who has it can check who is in the recording`] }
  return { key, notices: (await isPrivate(file)) ? [] : [`warning: other users can read ${file}: run chmod 600`] }
}

/** In the folder for settings of the user, so that nobody publishes it with the recording. */
function defaultKeyFile({ XDG_CONFIG_HOME, APPDATA, HOME }: Environment): string {
  const settings = XDG_CONFIG_HOME || (process.platform === 'win32' && APPDATA) || join(HOME || homedir(), '.config')
  return join(settings, 'atrium-atms-mock', 'recording.key')
}

/** Creates a file with a random key. @returns false if the file exists */
async function create(file: string): Promise<boolean> {
  const text = `${randomBytes(KEY_SIZE).toString('hex')}\n`
  try {
    await makeDirectory(dirname(file))
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? false : fail(file, 'write')(error as Error)
  }
}

function keyOf(text: string, source: string): RecordingKey {
  if (text.length >= MIN_KEY_LENGTH) return new RecordingKey(text)
  throw new UsageError(`${source}: expected a key of at least ${MIN_KEY_LENGTH} characters. Use another --key-file`)
}

/** Windows has no permissions of this kind. */
const isPrivate = async (file: string): Promise<boolean> =>
  process.platform === 'win32' || ((await stat(file)).mode & 0o077) === 0

const fail =
  (file: string, action: string) =>
  (error: Error): never => {
    throw new Error(`cannot ${action} the key ${file}: ${reasonOf(error)}`)
  }
