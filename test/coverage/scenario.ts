import type { Agent } from 'node:http'
import type { RunningMock, SandboxHandle } from '../../src/index.ts'
import { type Client, clientOf } from '../support/client.ts'

/** A client of the first API in a sandbox. Its calls start below the path of the sandbox. */
export function clientIn({ url, credentials }: SandboxHandle, agent?: Agent): Client {
  const { pathname } = new URL(url)
  const prefix = pathname === '/' ? '' : pathname
  const client = clientOf(url, credentials.atrium, agent)
  return (call, request) => client(call.replace(' ', ` ${prefix}`), request)
}

/** Creates a user. @returns its guid */
export async function createUser(client: Client, identifier: string): Promise<string> {
  const sends = { 'Content-Type': 'application/json' }
  const { text } = await client('POST /users', { sends, body: JSON.stringify({ user: { identifier } }) })
  return JSON.parse(text).user.guid
}

/** Creates, reads and deletes a user, and reads it again. */
export async function scenario(sandbox: SandboxHandle, agent?: Agent): Promise<void> {
  const client = clientIn(sandbox, agent)
  const guid = await createUser(client, 'of the scenario')
  await client(`GET /users/${guid}`)
  await client(`DELETE /users/${guid}`)
  await client(`GET /users/${guid}`)
}

/** The rules that the scenario demonstrates. */
export const DEMONSTRATED = {
  'atrium.routes.create': 1,
  'atrium.routes.user': 1,
  'atrium.routes.delete': 1,
  'atrium.negotiation.type': 2,
  'atrium.negotiation.error-type': 1,
  'atrium.negotiation.headers': 2,
  'atrium.bodies.type': 1,
  'atrium.user.fields': 2,
  'atrium.user.guid': 2,
  'atrium.user.malformed-guid': 1,
  'atrium.errors.body': 1,
  'atrium.errors.message': 1
}

/** Calls the control API of a mock. */
export const admin = (mock: RunningMock, call: string, request?: Parameters<Client>[1]) =>
  clientOf(mock.url)(call.replace(' ', ' /__admin/'), request)
