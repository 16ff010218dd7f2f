import type { MemoryBudget } from '../common/memory-budget.ts'
import type { Reservation } from '../common/reservation.ts'
import type { Holder } from '../common/shared-memory.ts'
import { ownRecordBytes } from '../state/record-bytes.ts'
import { stateBytes } from '../state/state.ts'
import { STUB_BYTES } from '../wiremock/stubs/file-stubs.ts'
import type { StubMapping } from '../wiremock/stubs/stub-mapping.ts'
import type { StubFiles } from '../wiremock/stubs/stub-state.ts'
import { addedParts, type ChangeEffect, effectOf, NOTHING, type SharedParts, sharedParts } from './change-effect.ts'
import type { Change } from './changes.ts'
import type { SandboxState } from './sandbox-state.ts'

/** What one sandbox takes before anything is changed, in bytes. */
const SANDBOX_BYTES = 10_600

/** Counts fixtures and stubs, which others may share. */
export function hold({ fixtures, mappings }: SharedParts, by: Holder, budget: MemoryBudget): void {
  if (fixtures !== undefined) budget.fixtures.hold(fixtures, by, stateBytes(fixtures))
  for (const mapping of mappings) budget.stubs.hold(mapping, by, mapping.bytes)
}

export function release({ fixtures, mappings }: SharedParts, by: Holder, budget: MemoryBudget): void {
  if (fixtures !== undefined) budget.fixtures.release(fixtures, by)
  for (const mapping of mappings) budget.stubs.release(mapping, by)
}

/** @throws MemoryLimitReached if there is no room for a new sandbox with these stubs */
export const requireRoomForSandbox = ({ mappings }: StubFiles, budget: MemoryBudget): void =>
  budget.requireRoom(SANDBOX_BYTES + mappingBytes(mappings, 0, budget))

/** Accounts for the state of one sandbox: what it shares with others, and its own records, which are not in its fixtures. */
export class StateMemory {
  readonly #budget: MemoryBudget
  #ownBytes = 0
  #isClosed = false

  constructor(budget: MemoryBudget, state: SandboxState) {
    this.#budget = budget
    budget.spendOnState('records', SANDBOX_BYTES)
    this.#grow(ownBytesOf(state))
    this.#add(sharedParts(state))
  }

  /**
   * What a change does to the memory, before it is applied.
   *
   * @param room what its request has reserved
   * @throws MemoryLimitReached, RequestsTakeTooMuch if there is no room for what it adds; for removals there always is, and for resets if the
   *   stubs of the files fit
   */
  plan(state: SandboxState, change: Change, room?: Reservation): ChangeEffect {
    const effect = this.effectOf(state, change)
    const put = change.op === 'stubs' ? (change.put ?? []) : 'files' in change ? change.files.mappings : []
    const kept = new Set(put)
    const removed = effect.removed.mappings.filter((mapping) => !kept.has(mapping))
    const added = put.length === 0 ? 0 : mappingBytes(put, 0, this.#budget)
    const growth = effect.growth + added - mappingBytes(removed, 1, this.#budget)
    if (change.op !== 'remove') this.#budget.requireRoom(growth, room)
    return effect
  }

  /** The same for a change that another writer has made already. */
  effectOf(state: SandboxState, change: Change): ChangeEffect {
    return effectOf(state, change, this.#ownBytes)
  }

  /** Accounts for a change that was applied. */
  apply({ growth, removed }: ChangeEffect, change: Change, state: SandboxState): void {
    if (this.#isClosed) return
    const added = addedParts(state, change)
    if (added !== NOTHING) this.#add(added)
    if (removed !== NOTHING) this.#remove(removed)
    if (growth !== 0) this.#grow(growth)
  }

  /** Gives back its memory. */
  close(state: SandboxState): void {
    this.#remove(sharedParts(state))
    this.#grow(-this.#ownBytes)
    this.#budget.spendOnState('records', -SANDBOX_BYTES)
    this.#isClosed = true
  }

  #add(parts: SharedParts): void {
    hold(parts, 'state', this.#budget)
    this.#budget.spendOnState('stubs', STUB_BYTES * parts.mappings.length)
  }

  #remove(parts: SharedParts): void {
    release(parts, 'state', this.#budget)
    this.#budget.spendOnState('stubs', -STUB_BYTES * parts.mappings.length)
  }

  #grow(bytes: number): void {
    this.#ownBytes += bytes
    this.#budget.spendOnState('records', bytes)
  }
}

/** @param holders how many sandboxes hold a mapping that counts: 0 if it is new, 1 if it is about to go */
const mappingBytes = (mappings: readonly StubMapping[], holders: 0 | 1, { stubs }: MemoryBudget): number =>
  mappings.reduce((sum, mapping) => sum + STUB_BYTES + (stubs.holdersIn(mapping) === holders ? mapping.bytes : 0), 0)

/** What the records take that are not in the fixtures, such as those of a restored state. */
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
