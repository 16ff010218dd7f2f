import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { Recovered } from '../log/recovered.ts'
import { SettingsDocument } from '../wiremock/stubs/settings.ts'
import { readStubState, StoredStubs, storedStubs } from '../wiremock/stubs/stub-json.ts'
import { applyChange } from './changes.ts'
import { initialState, type SandboxState } from './sandbox-state.ts'
import { type ChangeSources, readChange } from './stored-changes.ts'

/** The parts of a sandbox that a snapshot stores besides records, counters and the names of fixtures. */
export const SandboxDetails = Type.Object({ stubs: StoredStubs, settings: SettingsDocument })

export const sandboxDetails = ({ stubs, settings }: SandboxState): Static<typeof SandboxDetails> => ({
  stubs: storedStubs(stubs),
  settings
})

/**
 * Applies the contents of a log. Changes before the last complete reset are not read.
 *
 * @throws UnknownChange, or what the sources throw
 */
export async function restoreState(recovered: Recovered, sources: ChangeSources): Promise<SandboxState> {
  let state = await readSnapshot(recovered, sources)
  for await (const { revision, change } of recovered.changes()) {
    state = applyChange({ ...state, revision: revision - 1 }, await readChange(change, sources))
  }
  return { ...state, fixtures: recovered.fixtures }
}

async function readSnapshot(
  { state, revision, sandbox, fixtures }: Recovered,
  { fileStubs, compile }: ChangeSources
): Promise<SandboxState> {
  const initial = { ...initialState(fixtures, fileStubs.files, revision), apis: state }
  if (!Check(SandboxDetails, sandbox)) return initial
  return { ...initial, settings: sandbox.settings, stubs: await readStubState(sandbox.stubs, compile) }
}
