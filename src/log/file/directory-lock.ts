import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { sleep } from '../../common/timers.ts'
import { DataDirectoryError } from './errors.ts'
import { claimsOn, type LockStatus, OwnClaim } from './lock-claim.ts'
import { remove, report } from './lock-report.ts'

export interface LockOptions {
  readonly notice?: (text: string) => void
  /** How long a process that cannot be reached has time to remove the claim of another one, in milliseconds. */
  readonly patience?: number
}

/** Longer than the interval at which a process checks its directory, even on a busy machine. */
const PATIENCE = 5000
/** How long to wait for the decision of other processes before asking them again, in milliseconds. */
const RETRY_AFTER = 20
/**
 * The lock of a data directory. It lives in the directory, so it also works for processes that use another path, container or
 * machine.
 *
 * Each process creates a claim with a unique name before it looks for other claims. So if two processes start at the same moment, at least
 * one sees the other, and asks it for its status. The operating system closes the socket or pipe of a killed process at once, so its claim
 * can safely be removed. A suspended process accepts connections but does not respond: it still holds the directory.
 *
 * A process in another container or on another machine may be unreachable. The process that holds the directory removes all other claims.
 * So if the claim of a new process is still there after a while, no other process is running, and it removes the old claims. A process holds
 * the directory only while its claim exists, so one that was wrongly considered dead notices this before it acknowledges another change.
 */
export class DirectoryLock {
  readonly #directory: string
  readonly #options: LockOptions
  #claim: OwnClaim

  private constructor(directory: string, claim: OwnClaim, options: LockOptions) {
    this.#directory = directory
    this.#claim = claim
    this.#options = options
  }

  /** @throws DataDirectoryError if another process has locked the directory, or the error of the file system */
  static async acquire(directory: string, options: LockOptions = {}): Promise<DirectoryLock> {
    return new DirectoryLock(directory, await acquired(directory, options), options)
  }

  /** Whether the claim of this process is in the directory. */
  get isHeld(): boolean {
    return existsSync(this.#claim.file)
  }

  /** @throws DataDirectoryError if another process has removed the claim of this one */
  requireHeld(): void {
    if (!this.isHeld) throw inUse(this.#directory)
  }

  /** Locks the directory again, unless this process still holds it. @throws like `acquire`; an old claim is kept then */
  async acquireAgain(): Promise<void> {
    if (this.isHeld) return
    const claim = await acquired(this.#directory, this.#options)
    this.#claim.release()
    this.#claim = claim
  }

  /** Removes all other claims, if that of this process still exists. @throws the error of the file system */
  async removeOtherClaims(): Promise<void> {
    const claims = await claimsOn(this.#directory)
    const { name } = this.#claim
    if (!claims.some((claim) => claim.name === name)) return
    for (const claim of claims) if (claim.name !== name) await remove(join(this.#directory, claim.name))
  }

  release(): void {
    this.#claim.release()
  }
}

async function acquired(directory: string, options: LockOptions): Promise<OwnClaim> {
  const own = await OwnClaim.make(resolve(directory))
  try {
    own.status = await decided(directory, own, options)
    if (own.status === 'holds') return own
  } catch (error) {
    own.release()
    throw error
  }
  own.release()
  throw inUse(directory)
}

const inUse = (directory: string): DataDirectoryError =>
  new DataDirectoryError(
    `another atrium-atms-mock uses the data directory ${directory}: stop it, use another --data-dir, or --ephemeral`
  )

/** Decides by the status of the others. If several are waiting, the claim whose name sorts first wins; it waits until the others give up. */
async function decided(directory: string, own: OwnClaim, options: LockOptions): Promise<LockStatus> {
  const { notice, patience = PATIENCE } = options
  let waitsUntil: number | undefined
  for (;;) {
    const claims = await claimsOn(directory)
    if (!claims.some(({ name }) => name === own.name)) return 'out'
    const others = claims.filter(({ name }) => name !== own.name)
    const reports = await Promise.all(others.map((claim) => report(directory, claim)))
    const unknown = others.filter((_, i) => reports[i] === 'unknown')
    if (reports.some((status, i) => status === 'holds' || (status === 'waits' && String(others[i]?.name) < own.name)))
      return 'out'
    if (unknown.length === 0 && !reports.includes('waits')) return 'holds'
    if (unknown.length > 0) {
      if (waitsUntil === undefined)
        notice?.(
          `${directory} was last used from another machine or container, or before this machine restarted: waiting up to ${patience / 1000} s to see whether it is still in use`
        )
      waitsUntil ??= performance.now() + patience
    }
    if (waitsUntil !== undefined && performance.now() > waitsUntil) {
      // A process without a claim acknowledges nothing. A claim that cannot be removed still counts.
      for (const { name } of unknown) if (!(await remove(join(directory, name)))) return 'out'
      waitsUntil = undefined
    } else await sleep(RETRY_AFTER)
  }
}
