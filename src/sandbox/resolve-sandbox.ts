import type { IncomingHttpHeaders } from 'node:http'
import type { Api } from '../api/define-api.ts'
import { authenticates, type Credential, credentialOf, isListed, isValid, splitSuffix } from './credentials.ts'
import { UnknownCredential } from './errors.ts'
import type { SandboxRegistry } from './registry.ts'
import type { Sandbox } from './sandbox.ts'

/** The parts of a request that determine its sandbox. */
export interface SandboxRequest {
  /** The sandbox that the path names: `/sandboxes/{name}/users`. */
  readonly named: string | undefined
  /** The API that the path belongs to; `undefined` for the control API and the documentation. */
  readonly api: Api | undefined
  readonly headers: IncomingHttpHeaders
}

export interface ResolvedSandbox {
  readonly sandbox: Sandbox
  /** The sandbox does not exist. The request itself does not create it, but a later step of it may. */
  readonly isDraft: boolean
  /** The sandbox does not exist, and the request creates it. */
  readonly isNew: boolean
  /** The credential names a sandbox that does not accept it: the only response is 401, and no stub applies. */
  readonly hasForeignSandboxSuffix: boolean
}

/** The control API uses this header for its own token. */
const CONTROL_HEADER = 'authorization'

/**
 * Finds the sandbox of a request: the one named by its path, by its header `Mock-Sandbox`, or by the suffix of its credential; otherwise
 * `default`.
 *
 * @throws InvalidSandboxName, TooManySandboxes; UnknownCredential for a control call with a wrong suffix
 */
export function resolveSandbox(
  request: SandboxRequest,
  apis: readonly Api[],
  registry: SandboxRegistry
): ResolvedSandbox {
  const named = request.named ?? request.headers['mock-sandbox']
  if (named !== undefined) return byName(String(named), request, registry)
  if (request.api !== undefined) return bySuffix(credentialOf(request.api, request.headers), registry)
  // A control call belongs to no API, so it may name the sandbox in the credential header of any of them.
  for (const api of apis) {
    const [header = ''] = Object.keys(api.credential.headers)
    const credential = credentialOf(api, request.headers)
    if (header.toLowerCase() === CONTROL_HEADER || splitSuffix(credential) === undefined) continue
    return byControlSuffix(header, credential, registry)
  }
  return existing(registry.default)
}

/** The names of all sandboxes that `resolveSandbox` may look up for a request. */
export function sandboxNames(
  { named, api, headers }: SandboxRequest,
  apis: readonly Api[],
  registry: SandboxRegistry
): string[] {
  const ofHeader = named ?? headers['mock-sandbox']
  if (ofHeader !== undefined) return [registry.default.name, String(ofHeader)]
  const suffixes = (api === undefined ? apis : [api]).flatMap(
    (each) => splitSuffix(credentialOf(each, headers))?.name ?? []
  )
  return [registry.default.name, ...suffixes]
}

const existing = (sandbox: Sandbox): ResolvedSandbox => ({
  sandbox,
  isDraft: false,
  isNew: false,
  hasForeignSandboxSuffix: false
})
const draft = (sandbox: Sandbox): ResolvedSandbox => ({ ...existing(sandbox), isDraft: true })

/** Shared sandboxes are created in several steps: first comes a draft. */
const created = (name: string, registry: SandboxRegistry): ResolvedSandbox =>
  registry.shared === undefined ? existing(registry.open(name)) : { ...draft(registry.draft(name)), isNew: true }

/** Only an authenticated request to an API creates a sandbox. A control call creates it when it changes the sandbox. */
function byName(name: string, { api, headers }: SandboxRequest, registry: SandboxRegistry): ResolvedSandbox {
  const known = registry.get(name)
  if (known !== undefined) return existing(known)
  const isAuthenticated =
    api !== undefined && authenticates(registry.fixtures.state, credentialOf(api, headers), registry.auth)
  return isAuthenticated ? created(name, registry) : draft(registry.draft(name))
}

/** If the whole credential is listed, its `@` is not a suffix. A wrong credential never creates a sandbox. */
function bySuffix(credential: Credential, registry: SandboxRegistry): ResolvedSandbox {
  const split = splitSuffix(credential)
  if (split === undefined || isListed(registry.default.state.apis, credential)) {
    return existing(registry.default)
  }
  // The API rejects a wrong credential itself, and the journal of that sandbox shows it.
  const known = registry.get(split.name)
  if (known !== undefined) return existing(known)
  if (isValid(registry.fixtures.state, split.credential, registry.auth)) return created(split.name, registry)
  // `default` may know the credential as a whole, but the client asked for another sandbox.
  return { ...existing(registry.default), hasForeignSandboxSuffix: true }
}

function byControlSuffix(header: string, credential: Credential, registry: SandboxRegistry): ResolvedSandbox {
  const split = splitSuffix(credential)
  if (split === undefined || isListed(registry.default.state.apis, credential)) return existing(registry.default)
  const known = registry.get(split.name)
  const state = known?.state.apis ?? registry.fixtures.state
  if (!isValid(state, split.credential, known?.own.auth ?? registry.auth))
    throw new UnknownCredential(header.toLowerCase())
  return known === undefined ? draft(registry.draft(split.name)) : existing(known)
}
