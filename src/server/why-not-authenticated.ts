import type { FastifyRequest } from 'fastify'
import { credentialOf } from '../sandbox/credentials.ts'

const WRONG_SUFFIX = "wrong credential: the part before the '@' is not a credential of the sandbox that it names"

/**
 * Why a request got a 401. Names only the headers: their values are secret. `undefined` for routes of other plugins, which have their own
 * reasons.
 */
export function whyNotAuthenticated(request: FastifyRequest): string | undefined {
  const { address, headers, hasForeignSandboxSuffix, is404, routeOptions } = request
  const { api, area } = address
  if (area !== undefined) return hasForeignSandboxSuffix ? WRONG_SUFFIX : 'missing or wrong --admin-token'
  const isOurs = is404 || routeOptions.config.bodyIsRead === true
  if (api === undefined || !isOurs) return undefined
  const names = Object.keys(api.credential.headers)
  const { values } = credentialOf(api, headers)
  const missing = names.filter((_, i) => values[i] === '')
  if (missing.length > 0) return `missing credential: ${missing.join(', ')}`
  const unknown = `unknown credential: ${names.join(', ')}`
  return hasForeignSandboxSuffix ? `${unknown}; its suffix names a sandbox that does not exist` : unknown
}
