import type { RunningMock } from '../../src/index.ts'
import { clientOf } from './client.ts'

/** The whole state as text, to compare states. */
export async function stateOf(mock: RunningMock): Promise<string> {
  return (await clientOf(mock.url)('GET /__admin/state')).text
}

/** Replaces parts of the ATMS state. */
export async function replaceAtms(mock: RunningMock, parts: object): Promise<void> {
  const state = JSON.parse(await stateOf(mock))
  const body = JSON.stringify({ ...state, atms: { ...state.atms, ...parts } })
  const headers = { 'content-type': 'application/json' }
  const { ok } = await fetch(`${mock.url}/__admin/state`, { method: 'PUT', headers, body })
  if (!ok) throw new Error('the state was rejected')
}
