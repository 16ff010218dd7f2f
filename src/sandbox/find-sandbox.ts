import type { IncomingHttpHeaders } from 'node:http'
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
export function findSandbox({ raw, headers }: FastifyRequest, registry: SandboxRegistry): Sandbox {
  const named = raw.address.sandbox ?? headers['mock-sandbox']
  if (named !== undefined) return registry.open(String(named))
  const { 'mx-api-key': apiKey, 'mx-client-id': clientId, token } = headers
  const { url } = raw.address
  const isAtms = url.startsWith('/api/')
  const isControl = url.startsWith('/__admin/')
  if (!isAtms && hasSuffix(apiKey)) {
    const credential: Credential = { api: 'atrium', key: apiKey, clientId: String(clientId ?? '') }
    return findBySuffix(credential, registry) ?? refused(headers, 'mx-api-key', isControl, registry)
  }
  // A control call is of neither API: a tester of either names the sandbox as the client under test does.
  if (hasSuffix(token) && (isAtms || isControl))
    return findBySuffix({ api: 'atms', key: token }, registry) ?? refused(headers, 'token', isControl, registry)
  return registry.default
}

const hasSuffix = (key: string | string[] | undefined): key is string => typeof key === 'string' && key.includes('@')

/**
 * A credential that is listed as a whole is taken as it stands, and a wrong one never makes a sandbox.
 *
 * @returns `undefined` where the credential is wrong, and no such sandbox is there to say so
 */
function findBySuffix(credential: Credential, registry: SandboxRegistry): Sandbox | undefined {
  const split = splitSuffix(credential)
  if (split === undefined || isListed(registry.default.state, credential)) return registry.default
  const known = registry.get(split.name)
  if (known !== undefined) return known
  return isValid(registry.fixtures.state, split.credential, registry.auth) ? registry.open(split.name) : undefined
}

/** Whoever names another sandbox is not let into `default`, which may know the credential: the journal there tells of the request. */
function refused(headers: IncomingHttpHeaders, name: string, isControl: boolean, registry: SandboxRegistry): Sandbox {
  if (isControl) throw new WrongSuffix(name)
  headers[name] = ''
  return registry.default
}
