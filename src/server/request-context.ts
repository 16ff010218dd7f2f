import { createError } from '@fastify/error'
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Api } from '../api/define-api.ts'
import { ChangeNotStored } from '../common/files/not-stored.ts'
import type { RequestMetrics } from '../control/metrics/request-metrics.ts'
import { contain } from '../http/contain.ts'
import { pathOf } from '../http/known-paths.ts'
import { StoreUnavailable } from '../log/store-unavailable.ts'
import { authenticates, credentialOf } from '../sandbox/credentials.ts'
import { UnknownCredential } from '../sandbox/errors.ts'
import type { Address } from '../sandbox/fastify-request.ts'
import type { Cause } from '../sandbox/history.ts'
import type { SandboxRegistry } from '../sandbox/registry.ts'
import { type ResolvedSandbox, resolveSandbox, type SandboxRequest, sandboxNames } from '../sandbox/resolve-sandbox.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'

const RepeatedHost = createError<[number]>('MOCK_REPEATED_HOST', 'the header Host was sent %d times: send it once', 400)

/** Declares the members of every request; see `sandbox/fastify-request.ts`. */
export function decorateRequests(server: FastifyInstance, sandboxes: SandboxRegistry): void {
  server.decorateRequest('sandbox')
  server.decorateRequest('isDraft', false)
  server.decorateRequest('isUpToDate', true)
  server.decorateRequest('startedAt', 0)
  server.decorateRequest('hasForeignSandboxSuffix', false)
  server.decorateRequest('room')
  server.decorateRequest('receivedBody')
  server.decorateRequest('journalEntry')
  server.decorateRequest('address', { getter: addressOf })
  server.decorateRequest('isAuthenticated', { getter: isAuthenticated })
  server.decorateRequest('joinSandbox', function joinSandbox(this: FastifyRequest) {
    const known = this.isDraft ? sandboxes.get(this.sandbox.name) : undefined
    if (known !== undefined) use(this, known)
  })
  server.decorateRequest('openSandbox', async function openSandbox(this: FastifyRequest) {
    if (!this.isDraft) return this.sandbox
    const { sandbox } = await sandboxes.openStored(this.sandbox.name)
    // Another step of the request may have done the same.
    if (this.isDraft) use(this, sandbox)
    return this.sandbox
  })
  server.decorateRequest('change', async function change(this: FastifyRequest, decide, cause = causeOf(this)) {
    this.joinSandbox()
    if (this.isDraft) {
      // A decision that fails or changes nothing creates no sandbox.
      const { change, result } = decide(this.sandbox.state)
      if (change === undefined) return result
    }
    const sandbox = await this.openSandbox()
    return sandbox.change(decide, cause, this.room)
  })
}

/** The first hook. Errors from here on are rendered by the addressed API, which needs a clock. @throws RepeatedHost */
export function start(sandboxes: SandboxRegistry, requests: RequestMetrics): onRequestHookHandler {
  const { default: sandbox } = sandboxes
  return (request, reply, done) => {
    request.sandbox = sandbox
    request.room = sandboxes.reserve()
    reply.raw.once('close', () => {
      contain(reply, () => count(request, reply, requests))
      release(request, reply)
    })
    request.startedAt = sandbox.clock.monotonic()
    rejectSecondHost(request, reply)
    done()
  }
}

/** The hook that finds the sandbox of a request. @throws what `resolveSandbox` throws, for the addressed API to respond to */
export function identify(apis: readonly Api[], sandboxes: SandboxRegistry): onRequestHookHandler {
  const { shared } = sandboxes
  const resolve = (request: FastifyRequest, reply: FastifyReply): boolean => {
    const resolved = resolvedFor(request, apis, sandboxes)
    request.sandbox = resolved.sandbox
    request.isDraft = resolved.isDraft
    request.hasForeignSandboxSuffix = resolved.hasForeignSandboxSuffix
    request.sandbox.startUse()
    // `close` is also emitted if the client disconnects or a fault breaks the response off.
    if (reply.raw.closed) request.sandbox.endUse()
    else reply.raw.once('close', () => request.sandbox.endUse())
    return resolved.isNew
  }
  if (shared === undefined) {
    return (request, reply, done) => {
      resolve(request, reply)
      done()
    }
  }
  return (request, reply, done) => {
    const prepare = (): Promise<void> =>
      shared.prepare(sandboxNames(targetOf(request), apis, sandboxes), request.address.area !== undefined)
    const find = async (): Promise<void> => {
      const use = useOfState(request)
      if (use === 'required') await prepare().catch((error) => notPrepared(error, request))
      const unavailable = use === 'optional' ? await prepare().catch((error: Error) => error) : undefined
      request.isUpToDate = use !== 'unused' && unavailable === undefined
      try {
        if (resolve(request, reply)) await request.openSandbox()
      } catch (error) {
        // The sandbox may know the credential, as another server has created it.
        if (request.isUpToDate || !(error instanceof UnknownCredential)) throw error
        if (unavailable !== undefined) throw unavailable
      }
    }
    find().then(() => done(), done)
  }
}

/** How the response to a request depends on the state. An unknown path of the server's own areas is one in every state. */
function useOfState({ is404, address, routeOptions: { config } }: FastifyRequest): 'required' | 'optional' | 'unused' {
  return is404 && address.area !== undefined ? 'unused' : (config.state ?? 'required')
}

/** Nothing was decided yet. @throws ChangeNotStored for a request that may change something, otherwise the error */
function notPrepared(error: Error, { method }: FastifyRequest): never {
  const isRead = method === 'GET' || method === 'HEAD'
  throw error instanceof StoreUnavailable && !isRead ? new ChangeNotStored(error.message) : error
}

const targetOf = ({ address: { sandbox, api }, headers }: FastifyRequest): SandboxRequest => ({
  named: sandbox,
  api,
  headers
})

function resolvedFor(request: FastifyRequest, apis: readonly Api[], sandboxes: SandboxRegistry): ResolvedSandbox {
  try {
    return resolveSandbox(targetOf(request), apis, sandboxes)
  } catch (error) {
    // The log says why a control call got a 401.
    request.hasForeignSandboxSuffix = error instanceof UnknownCredential
    throw error
  }
}

function count(request: FastifyRequest, { raw }: FastifyReply, requests: RequestMetrics): void {
  const { address, routeOptions, method, startedAt, sandbox } = request
  const owner = address.api?.name ?? address.area?.name ?? 'none'
  const status = raw.headersSent ? raw.statusCode : undefined
  requests.count(owner, routeOptions.url, method, status, (sandbox.clock.monotonic() - startedAt) / 1000)
}

/** A request has ended: gives back its memory. An open connection refers to its last request, which must not keep the body in memory. */
function release(request: FastifyRequest, { raw }: FastifyReply): void {
  const { journalEntry, sandbox } = request
  if (journalEntry !== undefined) sandbox.recorder.recordEnd(journalEntry, raw.writableFinished)
  request.room.release()
  if (!raw.writableFinished) return
  request.receivedBody = undefined
  request.body = undefined
  request.journalEntry = undefined
}

/** Replaces the draft of a request by its sandbox. */
function use(request: FastifyRequest, sandbox: Sandbox): void {
  const { journalEntry } = request
  request.sandbox = sandbox
  sandbox.startUse()
  request.isDraft = false
  if (journalEntry !== undefined) sandbox.recorder.add(journalEntry)
}

/** RFC 9112, section 3.2. Node uses the first one, but a proxy in front of the server may use the other. */
function rejectSecondHost({ raw: { rawHeaders } }: FastifyRequest, { raw }: FastifyReply): void {
  const lines = rawHeaders.filter((name, i) => i % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host').length
  if (lines <= 1) return
  raw.shouldKeepAlive = false
  throw new RepeatedHost(lines)
}

function addressOf(this: FastifyRequest): Address {
  const { address, url = '/' } = this.raw
  return address ?? { sent: url, url, isMalformed: false, sandbox: undefined, api: undefined }
}

function isAuthenticated(this: FastifyRequest): boolean {
  const { address, headers, hasForeignSandboxSuffix, sandbox } = this
  if (hasForeignSandboxSuffix || address.api === undefined) return false
  return authenticates(sandbox.state.apis, credentialOf(address.api, headers), sandbox.own.auth)
}

function causeOf({ journalEntry, sandbox, method, address }: FastifyRequest): Cause {
  if (journalEntry === undefined) return { call: `${method} ${pathOf(address.sent)}` }
  return { request: sandbox.recorder.idOf(journalEntry) }
}
