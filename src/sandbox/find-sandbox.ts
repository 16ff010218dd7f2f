import type { FastifyRequest } from 'fastify'
import { type Credential, isListed, isValid, splitSuffix } from './admission.ts'
import { WrongSuffix } from './errors.ts'
import type { SandboxRegistry } from './registry.ts'
import type { Sandbox } from './sandbox.ts'

/**
 * The sandbox that a request belongs to: the one that its path names, or its header `Mock-Sandbox`, or the suffix of its
 * credential; otherwise `default`.
 *
 * @throws InvalidSandboxName, TooManySandboxes; WrongSuffix for a control call
 */
export function findSandbox(request: FastifyRequest, registry: SandboxRegistry): Sandbox {
  const { raw, headers } = request
  const named = raw.address.sandbox ?? headers['mock-sandbox']
  if (named !== undefined) return registry.open(String(named))
  const { 'mx-api-key': apiKey, 'mx-client-id': clientId, token } = headers
  const { url } = raw.address
  const isAtms = url.startsWith('/api/')
  const isControl = url.startsWith('/__admin/')
  if (!isAtms && hasSuffix(apiKey)) {
    const credential: Credential = { api: 'atrium', key: apiKey, clientId: String(clientId ?? '') }
    return findBySuffix(credential, isControl, registry) ?? refused(request, 'mx-api-key', isControl, registry)
  }
  // A control call is of neither API: a tester of either names the sandbox as the client under test does.
  if (hasSuffix(token) && (isAtms || isControl))
    return (
      findBySuffix({ api: 'atms', key: token }, isControl, registry) ?? refused(request, 'token', isControl, registry)
    )
  return registry.default
}

const hasSuffix = (key: string | string[] | undefined): key is string => typeof key === 'string' && key.includes('@')

/**
 * A credential that is listed as a whole is taken as it stands, and a wrong one never makes a sandbox.
 *
 * @returns `undefined` where the credential is wrong, and no such sandbox is there that could say so
 */
function findBySuffix(credential: Credential, isControl: boolean, registry: SandboxRegistry): Sandbox | undefined {
  const split = splitSuffix(credential)
  if (split === undefined || isListed(registry.default.state, credential)) return registry.default
  const known = registry.get(split.name)
  // The APIs ask for the credential themselves, and the journal of the sandbox tells of it.
  if (known !== undefined && !isControl) return known
  const { state } = known ?? registry.fixtures
  return isValid(state, split.credential, registry.auth) ? registry.open(split.name) : undefined
}

/** Whoever names another sandbox is not let into `default`, which may know the credential: the journal there tells of the request. */
function refused(request: FastifyRequest, name: string, isControl: boolean, registry: SandboxRegistry): Sandbox {
  if (isControl) throw new WrongSuffix(name)
  request.isRefused = true
  return registry.default
}
