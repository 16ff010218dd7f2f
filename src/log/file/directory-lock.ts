import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { sleep } from '../../common/timers.ts'
import { DataDirectoryError } from './errors.ts'
import { claimsOn, type LockStatus, OwnClaim } from './lock-claim.ts'
import { remove, report } from './lock-report.ts'

export interface LockOptions {
  readonly notice?: (text: string) => void
  /** How long a process that cannot be asked has time to refuse another one, in milliseconds. */
  readonly patience?: number
}

/** Longer than a process takes to look at its directory, even on a busy machine. */
const PATIENCE = 5000
/** How long to wait for the decision of other processes before asking them again, in milliseconds. */
const RETRY_AFTER = 20
/**
 * The lock of a data directory. It lives in the directory, so it does not matter by which path, from which container or from which
 * machine another process comes.
 *
 * Each process has a claim with another name, and others can see it before it looks for theirs. So if two start at the same moment, at
 * least one sees the other. It asks the others for their status. The system ends the socket or pipe of a killed process at once, so its
 * claim can safely be removed. A suspended process accepts connections and does not respond: it still holds the directory.
 *
 * A process in another container or on another machine may be out of reach. The one that holds the directory removes the claims of
 * others; a newcomer whose claim stays is alone, and removes theirs. Nobody owns a directory without a claim in it, so a process that
 * was taken for dead finds out before it acknowledges another change.
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

  /** @throws DataDirectoryError if another process took it from this one */
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

  /** Removes the claims of others, while this process has its own. @throws the error of the file system */
  async refuseOthers(): Promise<void> {
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

/** Compares with the others. If several may get the directory, the one whose name comes first waits until the others have decided. */
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
      // Without a claim, its process acknowledges nothing. One that cannot be removed counts.
      for (const { name } of unknown) if (!(await remove(join(directory, name)))) return 'out'
      waitsUntil = undefined
    } else await sleep(RETRY_AFTER)
  }
}
