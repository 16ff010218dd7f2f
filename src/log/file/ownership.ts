import { closeSync, constants, openSync, readSync } from 'node:fs'
import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { versionOf } from '../../common/files/file-version.ts'

/** Whose files are in the folder of a state: those of this server, none, or those of another server. */
export type Found = 'own' | 'none' | 'foreign'

/** Identifies the files of a running server. */
export interface Owner {
  /** Identifies the state, even across servers. */
  readonly store: string
  /** Identifies one run of a server. */
  readonly server: string
}

const Header = Type.Object({ store: Type.String(), server: Type.String() })
/** In every version, `store` precedes all text that a user controls. */
const STORE_IN_STATE = /"\$mock": ?\{[^{}]*?"store":"([^"]*)"/
/** In bytes: enough of a file to identify it. */
const START = 4096

/**
 * Finds out whose files these are, without reading all of them.
 *
 * @param stateVersion the `versionOf` the state file when this server last wrote or read it
 * @param isSameLog whether the log is the file that this server has open, whatever it contains now
 */
export function ownerOf(
  files: { readonly log: string; readonly state: string },
  { store, server }: Owner,
  stateVersion: string | undefined,
  isSameLog: boolean
): Found {
  const [log, state] = [startOf(files.log), startOf(files.state)]
  if (state !== undefined && STORE_IN_STATE.exec(state)?.[1] !== store) return 'foreign'
  if (log !== undefined) {
    const header = headerIn(log)
    if (header === undefined && isSameLog) return 'own'
    return Check(Header, header) && header.store === store && header.server === server ? 'own' : 'foreign'
  }
  if (state === undefined) return 'none'
  // Another server may have continued the same state, and its log may have been removed.
  return versionOf(files.state) === stateVersion ? 'own' : 'foreign'
}

/** The start of a file; `undefined` if there is none, or if it was emptied. @throws the error of the file system */
function startOf(file: string): string | undefined {
  const bytes = Buffer.alloc(START)
  try {
    // Opening a named pipe would wait for a writer.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, START, 0)) || undefined
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A line is a CRC-32, a space, and JSON. */
function headerIn(log: string): unknown {
  try {
    return JSON.parse(log.slice(log.indexOf(' '), log.indexOf('\n')))
  } catch {
    return undefined
  }
}
