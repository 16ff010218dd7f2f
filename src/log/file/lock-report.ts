import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { addressOf, type Claim, homeOf, type LockStatus, withShortPath } from './lock-claim.ts'

/** `unknown`: the process cannot be reached from here. */
export type Report = LockStatus | 'unknown'

/** How long another process may take to report its status, in milliseconds. */
const STATUS_TIMEOUT = 1000
/** The meaning of connection errors. A process that accepts no connections at the moment is busy. */
const ERRORS: Readonly<Record<string, 'ended' | 'holds'>> = {
  ECONNREFUSED: 'ended',
  ENOENT: 'ended',
  ECONNRESET: 'ended',
  EAGAIN: 'holds',
  EBUSY: 'holds'
}

/** The status of another process. Removes its claim if the process has ended. */
export async function report(directory: string, { name, kind, home, id }: Claim): Promise<Report> {
  const text =
    kind === 'sock'
      ? await withShortPath(directory, name, responseFrom).catch(() => 'unknown')
      : await responseFrom(addressOf(id))
  if (text === 'holds' || text === 'waits' || text === 'unknown') return text
  if (text === 'ended' && home !== homeOf(kind)) return 'unknown'
  // Another user's claim cannot be removed. It does no harm: its process has ended.
  if (text === 'ended') await remove(join(directory, name))
  return 'out'
}

/** @returns what the process reports. A suspended process reports nothing, and still holds the directory. */
function responseFrom(path: string): Promise<string> {
  return new Promise((done) => {
    let text = ''
    const socket = connect(path).setEncoding('utf8').setTimeout(STATUS_TIMEOUT)
    socket.on('data', (part) => {
      text += part
    })
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      done(ERRORS[String(code)] ?? 'unknown')
    })
    socket.once('timeout', () => {
      done('holds')
      socket.destroy()
    })
    socket.once('end', () => done(text))
  })
}

/** @returns whether the file is gone */
export const remove = (file: string): Promise<boolean> =>
  rm(file, { force: true }).then(
    () => true,
    () => false
  )
