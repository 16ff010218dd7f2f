import type { MemoryBudget } from '../common/memory-budget.ts'
import type { Reservation } from '../common/reservation.ts'
import type { Holder } from '../common/shared-memory.ts'
import { ownRecordBytes } from '../state/record-bytes.ts'
import { stateBytes } from '../state/state.ts'
import { STUB_BYTES } from '../wiremock/stubs/file-stubs.ts'
import type { StubMapping } from '../wiremock/stubs/stub-mapping.ts'
import { type StubFiles, useKey } from '../wiremock/stubs/stub-state.ts'
import {
  addedParts,
  type ChangeEffect,
  effectOf,
  NOTHING,
  ownMappings,
  type SharedParts,
  sharedParts
} from './change-effect.ts'
import type { Change } from './changes.ts'
import type { SandboxState } from './sandbox-state.ts'

/** The memory of one unchanged sandbox, in bytes. */
const SANDBOX_BYTES = 10_600

/** A count of the requests to a stub, in bytes: a stub with a seed has one for each method and path. */
const USE_BYTES = 480

/** Counts fixtures and stubs, which others may share. */
export function hold({ fixtures, files, mappings }: SharedParts, by: Holder, budget: MemoryBudget): void {
  if (fixtures !== undefined) budget.fixtures.hold(fixtures, by, stateBytes(fixtures))
  if (files !== undefined) holdFiles(files, by, budget)
  for (const mapping of mappings) budget.stubs.hold(mapping, by, mapping.bytes)
}

export function release({ fixtures, files, mappings }: SharedParts, by: Holder, budget: MemoryBudget): void {
  if (fixtures !== undefined) budget.fixtures.release(fixtures, by)
  if (files !== undefined) releaseFiles(files, by, budget)
  for (const mapping of mappings) budget.stubs.release(mapping, by)
}

/** The first holder holds each stub separately, because a journal may refer to one, and newer files may contain most of them. */
function holdFiles({ distinct }: StubFiles, by: Holder, { stubs }: MemoryBudget): void {
  const isFirst = stubs.holders(distinct, by) === 0
  stubs.hold(distinct, by, STUB_BYTES * distinct.size)
  if (isFirst) for (const mapping of distinct) stubs.hold(mapping, by, mapping.bytes)
}

function releaseFiles({ distinct }: StubFiles, by: Holder, { stubs }: MemoryBudget): void {
  stubs.release(distinct, by)
  if (stubs.holders(distinct, by) === 0) for (const mapping of distinct) stubs.release(mapping, by)
}

/** @throws MemoryLimitReached if there is no room for a new sandbox with these stubs */
export const requireRoomForSandbox = (files: StubFiles, budget: MemoryBudget): void =>
  budget.requireRoom(SANDBOX_BYTES + filesBytes(files, budget))

/** Accounts for the state of one sandbox: parts shared with others, and its own records, which are not in its fixtures. */
export class StateMemory {
  readonly #budget: MemoryBudget
  #ownBytes = 0
  #placeBytes = 0
  #useBytes = 0
  #files: StubFiles
  #isClosed: boolean

  /** @param isDraft a draft is not accounted for */
  constructor(budget: MemoryBudget, state: SandboxState, files: StubFiles, isDraft: boolean) {
    this.#budget = budget
    this.#files = files
    this.#isClosed = isDraft
    if (isDraft) return
    budget.spendOnState('records', SANDBOX_BYTES)
    this.#grow(ownBytesOf(state))
    hold(sharedParts(state, files), 'state', budget)
    this.#place(placeBytes(state, files))
    this.#countUses(useBytes(state))
  }

  /**
   * The effect of a change on the memory. Call this before the change is applied.
   *
   * @param room the memory that its request has reserved
   * @throws MemoryLimitReached, RequestsTakeTooMuch if there is no room for the growth. Removals always fit, and resets fit if the stubs of
   *   the files do
   */
  plan(state: SandboxState, change: Change, room?: Reservation): ChangeEffect {
    const effect = this.effectOf(state, change)
    const growth = effect.growth + this.#stubGrowth(state, change, effect.removed.mappings) + useGrowth(state, change)
    const isRemoval = change.op === 'remove' || (change.op === 'stubs' && change.put === undefined)
    if (!isRemoval) this.#budget.requireRoom(growth, room)
    return effect
  }

  #stubGrowth({ stubs }: SandboxState, change: Change, removed: readonly StubMapping[]): number {
    const before = this.#files
    const files = 'files' in change ? change.files : before
    const put = putStubs(change, before)
    const kept = new Set(put)
    const gone = removed.filter((mapping) => !kept.has(mapping) && !files.distinct.has(mapping))
    const placed = put.length > 0 && this.#placeBytes === 0 ? STUB_BYTES * stubs.stubs.size : 0
    const ofMappings = placed + mappingBytes(put, 0, this.#budget) - mappingBytes(gone, 1, this.#budget)
    if (files.distinct === before.distinct) return ofMappings
    const left = [...before.distinct].filter((mapping) => !files.distinct.has(mapping))
    const leftBytes =
      this.#budget.stubs.holders(before.distinct, 'state') === 1 ? mappingBytes(left, 1, this.#budget) : 0
    return ofMappings + filesBytes(files, this.#budget) - leftBytes
  }

  /** Like `plan`, but without the check: for a change that another writer has already made. */
  effectOf(state: SandboxState, change: Change): ChangeEffect {
    return effectOf(state, change, { bytes: this.#ownBytes, files: this.#files })
  }

  /** What the sandbox's own records take. */
  get ownBytes(): number {
    return this.#ownBytes
  }

  /** Accounts for a change that was applied. */
  apply({ growth, removed }: ChangeEffect, change: Change, state: SandboxState): void {
    if (this.#isClosed) return
    const added = addedParts(state, change, this.#files)
    if (added !== NOTHING) hold(added, 'state', this.#budget)
    if (removed !== NOTHING) release(removed, 'state', this.#budget)
    this.#files = added.files ?? this.#files
    this.#place(placeBytes(state, this.#files))
    this.#countUses(useBytes(state))
    if (growth !== 0) this.#grow(growth)
  }

  /** Gives back its memory. */
  close(state: SandboxState): void {
    release(sharedParts(state, this.#files), 'state', this.#budget)
    this.#place(0)
    this.#countUses(0)
    this.#grow(-this.#ownBytes)
    this.#budget.spendOnState('records', -SANDBOX_BYTES)
    this.#isClosed = true
  }

  #place(bytes: number): void {
    if (bytes === this.#placeBytes) return
    this.#budget.spendOnState('stubs', bytes - this.#placeBytes)
    this.#placeBytes = bytes
  }

  #countUses(bytes: number): void {
    if (bytes === this.#useBytes) return
    this.#budget.spendOnState('stubs', bytes - this.#useBytes)
    this.#useBytes = bytes
  }

  #grow(bytes: number): void {
    this.#ownBytes += bytes
    this.#budget.spendOnState('records', bytes)
  }
}

/** The stubs that a change puts into a sandbox, besides those of files. */
function putStubs(change: Change, files: StubFiles): readonly StubMapping[] {
  if (change.op === 'restore') return change.stubs === undefined ? [] : ownMappings({ stubs: change.stubs }, files)
  return change.op === 'stubs' ? (change.put ?? []) : []
}

/** @param holders how many sandboxes hold a mapping that counts: 0 if it is new, 1 if it is about to be removed */
const mappingBytes = (mappings: Iterable<StubMapping>, holders: 0 | 1, { stubs }: MemoryBudget): number => {
  let bytes = 0
  for (const mapping of mappings)
    bytes += STUB_BYTES + (stubs.holders(mapping, 'state') === holders ? mapping.bytes : 0)
  return bytes
}

/** The memory that the stubs of files add; 0 if a sandbox already holds them. */
const filesBytes = ({ distinct }: StubFiles, budget: MemoryBudget): number =>
  budget.stubs.holders(distinct, 'state') > 0 ? 0 : mappingBytes(distinct, 0, budget)

/** The memory of the order of the stubs. A sandbox without changes shares that of the files. */
const placeBytes = ({ stubs: { stubs } }: SandboxState, { initial }: StubFiles): number =>
  stubs === initial.stubs ? 0 : STUB_BYTES * stubs.size

const useBytes = ({ stubs: { uses } }: SandboxState): number => USE_BYTES * uses.size

/** The memory of the counts that a change adds. */
const useGrowth = ({ stubs: { uses } }: SandboxState, change: Change): number =>
  change.op === 'useStub' ? USE_BYTES * change.uses.filter((use) => uses.get(useKey(use)) === undefined).length : 0

/** The memory of records that are not in the fixtures, such as those of a restored state. */
function ownBytesOf({ apis, fixtures }: SandboxState): number {
  let bytes = 0
  for (const [api, { lists }] of Object.entries(apis)) {
    for (const [name, list] of Object.entries(lists)) {
      const base = fixtures.state[api]?.lists[name]
      if (list === base) continue
      for (const record of list) {
        const same = base?.sameKey(record)
        if (record !== same) bytes += ownRecordBytes(record, same)
      }
    }
  }
  return bytes
}
