import type { SandboxHandle } from '../../src/index.ts'
import { clientOf } from '../support/client.ts'

export const ACCEPT = 'application/vnd.mx.atrium.v1+json'

/** A client's scenario in a sandbox: it creates, reads and deletes a user, and fails to authenticate. */
export async function scenario({ url, credentials }: SandboxHandle): Promise<void> {
  const { pathname } = new URL(url)
  const path = `${pathname === '/' ? '' : pathname}/users`
  const client = clientOf(url, { ...credentials.atrium, Accept: ACCEPT })
  const sends = { 'Content-Type': 'application/json' }
  const created = await client(`POST ${path}`, { sends, body: '{"user":{"identifier":"of the scenario"}}' })
  const { guid } = JSON.parse(created.text).user
  await client(`GET ${path}/${guid}`)
  await client(`DELETE ${path}/${guid}`)
  await client(`GET ${path}/${guid}`)
  await client(`GET ${path}`, { sends: { 'MX-API-Key': undefined } })
}
