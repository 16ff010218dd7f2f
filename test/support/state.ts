import type { RunningMock } from '../../src/index.ts'
import { Collection } from '../../src/state/collection.ts'
import { atmsUserKeys, atriumUserKeys, type State, userGroupKeys } from '../../src/state/state.ts'

/** All that the mock holds, as text: equal texts are equal states. */
export async function stateOf(mock: RunningMock): Promise<string> {
  const response = await fetch(`${mock.url}/__admin/state`)
  return response.text()
}

/** Replaces parts of what the mock holds of the ATMS. */
export async function replaceAtms(mock: RunningMock, parts: object): Promise<void> {
  const state = JSON.parse(await stateOf(mock))
  const body = JSON.stringify({ ...state, atms: { ...state.atms, ...parts } })
  const headers = { 'content-type': 'application/json' }
  const { ok } = await fetch(`${mock.url}/__admin/state`, { method: 'PUT', headers, body })
  if (!ok) throw new Error('the state was not taken')
}

/** A state that holds nothing. */
export const EMPTY_STATE: State = {
  atrium: { credentials: [], users: Collection.builder(atriumUserKeys).build(), issued: 0 },
  atms: {
    tokens: [],
    userGroups: Collection.builder(userGroupKeys).build(),
    users: Collection.builder(atmsUserKeys).build()
  }
}
