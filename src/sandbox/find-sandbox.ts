import type { FastifyRequest } from 'fastify'
import { type Credential, isListed, isValid, splitSuffix } from './admission.ts'
import type { SandboxRegistry } from './registry.ts'
import type { Sandbox } from './sandbox.ts'

/**
 * The sandbox that a request belongs to: the one that its path names, or its header `Mock-Sandbox`, or the suffix of its
 * credential; otherwise `default`.
 *
 * @throws InvalidSandboxName, TooManySandboxes
 */
export function findSandbox({ raw, headers }: FastifyRequest, registry: SandboxRegistry): Sandbox {
  const named = raw.address.sandbox ?? headers['mock-sandbox']
  if (named !== undefined) return registry.open(String(named))
  const { 'mx-api-key': apiKey, 'mx-client-id': clientId, token } = headers
  const { url } = raw.address
  const isAtms = url.startsWith('/api/')
  if (!isAtms && hasSuffix(apiKey)) {
    return findBySuffix({ api: 'atrium', key: apiKey, clientId: String(clientId ?? '') }, registry)
  }
  // A control call is of neither API: a tester of either names the sandbox as the client under test does.
  if (hasSuffix(token) && (isAtms || url.startsWith('/__admin/')))
    return findBySuffix({ api: 'atms', key: token }, registry)
  return registry.default
}

const hasSuffix = (key: string | string[] | undefined): key is string => typeof key === 'string' && key.includes('@')

/** A credential that is listed as a whole is taken as it stands, and a wrong one never makes a sandbox. */
function findBySuffix(credential: Credential, registry: SandboxRegistry): Sandbox {
  const split = splitSuffix(credential)
  if (split === undefined || isListed(registry.default.state, credential)) return registry.default
  const { state } = registry.get(split.name) ?? registry.fixtures
  return isValid(state, split.credential, registry.auth) ? registry.open(split.name) : registry.default
}
