import { createReadStream, type ReadStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { performance } from 'node:perf_hooks'
import { text as readText } from 'node:stream/consumers'
import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { apis } from '../apis/index.ts'
import { hideUserInfo, REDACTED } from '../common/secrets.ts'
import { suggestion } from '../common/suggestion.ts'
import { sleep } from '../common/timers.ts'
import { DROPPED_HEADER } from '../control/wiremock/schemas.ts'
import { FixtureFileError, readFixtureFile } from '../fixtures/fixture-file.ts'
import { describeCounts } from '../fixtures/fixture-set.ts'
import { requireSetName } from '../fixtures/fixture-set-errors.ts'
import { describeError } from '../mock/describe-error.ts'
import { HealthOptions, LoadOptions, RequestsOptions, ResetOptions, StateOptions } from '../options/command-options.ts'
import { command } from './command.ts'
import { evictionNotice, type Journal, requestTable } from './request-table.ts'
import { ConnectionSilent, send, type TextResponse } from './send.ts'

// The commands that call a running server. All times are in milliseconds.

const RETRY_DELAY = 100
/** In all. */
const HEALTH_TIMEOUT = 5000
/** How long a connection may be silent. */
const LONGEST_SILENCE = 60_000
/** The same while the server reads or writes a whole fixture set, of up to 2 GiB, before it responds. */
const LONGEST_WORK = 300_000

export const health = command({
  usage: '',
  count: [0, 0],
  description: 'check whether a running server is ready: exit code 0 if it is',
  options: HealthOptions,
  async run({ url, wait }, _args, { out }) {
    const deadline = performance.now() + wait * 1000
    for (;;) {
      try {
        out(`${await call({ url }, 'GET', 'health', isHealthy)}\n`)
        return 0
      } catch (error) {
        if (performance.now() >= deadline) throw error
        await sleep(RETRY_DELAY)
      }
    }
  }
})

export const reset = command({
  usage: '',
  count: [0, 0],
  description: 'reset a running server to its fixtures',
  options: ResetOptions,
  async run({ fixtures, ...options }, _args, { out }) {
    const text = await call(options, 'POST', 'reset', isResetResult, JSON.stringify({ fixtures }))
    const { fixtures: name, counts }: ResetResult = JSON.parse(text)
    out(`Reset to "${name}": ${describeCounts(apis, counts)}\n`)
    return 0
  }
})

export const state = command({
  usage: '',
  count: [0, 0],
  description: 'print the state of a running server in the fixture format',
  options: StateOptions,
  async run(options, _args, { out }) {
    await requireSandbox(options)
    await call(options, 'GET', 'state', isState, undefined, passOn(out))
    return 0
  }
})

export const requests = command({
  usage: '',
  count: [0, 0],
  description: 'print the requests that a running server received',
  options: RequestsOptions,
  async run({ json, ...options }, _args, { out, err }) {
    await requireSandbox(options)
    const isJournal = (text: string) => Array.isArray(parseObject(text)?.['requests'])
    const { text, headers } = await respond(options, 'GET', 'requests', isJournal)
    const dropped = Number(headers[DROPPED_HEADER.toLowerCase()] ?? 0)
    out(json ? `${text}\n` : requestTable(JSON.parse(text) as Journal, dropped))
    if (json && dropped > 0) err(`${evictionNotice(dropped)}\n`)
    return 0
  }
})

export const save = command({
  usage: 'NAME',
  count: [1, 1],
  description: 'save the state of a running server as a fixture set',
  options: StateOptions,
  async run(options, [name = ''], { out }) {
    const path = fixtureSetPath(name)
    await requireSandbox(options)
    await call(options, 'PUT', path, isFixtureSet)
    out(`saved as ${name}\n`)
    return 0
  }
})

export const load = command({
  usage: 'FILE',
  count: [1, 1],
  description: 'upload a fixture file to a running server as a fixture set',
  options: LoadOptions,
  async run({ name, ...options }, [file = ''], { out }) {
    const { result } = await readFixtureFile(apis, file).catch((error) => {
      throw new Error(`cannot read ${file}: ${describeError(error)}`)
    })
    if (!result.ok) throw new FixtureFileError(file, result.problems)
    await call(options, 'PUT', fixtureSetPath(name), isFixtureSet, createReadStream(file))
    out(`loaded as ${name}\n`)
    return 0
  }
})

/** Passes a successful response on as it arrives, since a state may be larger than a string can be. @returns its start */
function passOn(out: (text: string) => void) {
  return async (response: IncomingMessage): Promise<string> => {
    if (response.statusCode !== 200) return readText(response)
    let start = ''
    for await (const part of response.setEncoding('utf8')) {
      if (isState(start)) {
        out(part)
        continue
      }
      start += part
      if (isState(start)) out(start)
    }
    return start
  }
}

/** A state is not parsed: it may be large. */
const isState = (text: string): boolean => apis.some(({ name }) => text.startsWith(`{\n  "${name}": {`))
const isHealthy = (text: string): boolean => parseObject(text)?.['status'] === 'healthy'
interface ResetResult {
  readonly fixtures: string
  readonly counts: Readonly<Record<string, number>>
}

const isResetResult = (text: string): boolean => typeof parseObject(text)?.['revision'] === 'number'
const isFixtureSet = (text: string): boolean => typeof parseObject(text)?.['sha256'] === 'string'

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return Object(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** The path of a fixture set. @throws InvalidFixtureSetName, since a name such as `..` would lead to another path */
function fixtureSetPath(name: string): string {
  requireSetName(name)
  return `fixtures/${name}`
}

/** A typo would show a sandbox as the fixtures have it. @throws if the server does not have the sandbox */
async function requireSandbox({ sandbox, ...options }: StateOptions): Promise<void> {
  if (sandbox === undefined) return
  const list = await call(options, 'GET', 'sandboxes', (text) => Array.isArray(parseObject(text)?.['sandboxes']))
  const names = (JSON.parse(list) as { sandboxes: { name: string }[] }).sandboxes.map(({ name }) => name)
  if (!names.includes(sandbox)) {
    throw new Error(`no sandbox '${sandbox}' on ${options.url}${suggestion(sandbox, names)}`)
  }
}

/** Calls the control API. @returns the body of the response @throws like `respond` */
async function call(...parameters: Parameters<typeof respond>): Promise<string> {
  return (await respond(...parameters)).text
}

/**
 * Calls the control API.
 *
 * @param isExpected whether a body can come from a mock, rather than from another server
 * @throws if there is no response, or an error response
 */
async function respond(
  { url, adminToken, sandbox }: StateOptions,
  method: string,
  path: string,
  isExpected: (text: string) => boolean,
  body?: string | ReadStream,
  read?: (response: IncomingMessage) => Promise<string>
): Promise<TextResponse> {
  const shownUrl = hideUserInfo(url)
  // Another server may echo the request.
  const withoutToken = (text: string): string => (adminToken ? text.replaceAll(adminToken, REDACTED) : text)
  const address = `${url.replace(/\/$/, '')}/__admin/${path}`
  if (!URL.canParse(address) || !/^https?:\/\/[^?#]*$/i.test(url))
    throw new Error(`invalid URL '${shownUrl}': expected one such as http://localhost:3000`)
  const headers = {
    ...(sandbox !== undefined && { 'mock-sandbox': sandbox }),
    ...(adminToken !== undefined && { authorization: `Bearer ${adminToken}` })
  }
  const signal = path === 'health' ? AbortSignal.timeout(HEALTH_TIMEOUT) : undefined
  const longestSilence = /^(?:state|fixtures|reset)/.test(path) ? LONGEST_WORK : LONGEST_SILENCE
  const options = { method, headers, longestSilence, signal }
  const response = await send(new URL(address), options, body, read).catch((error) => {
    throw new Error(
      `cannot reach ${shownUrl}: ${signal?.aborted ? `no response within ${HEALTH_TIMEOUT / 1000} s` : reasonOf(error)}`
    )
  })
  const { status, text } = response
  if (status >= 400)
    throw new Error(`${method} ${hideUserInfo(address)} failed with status ${status}: ${withoutToken(reasonIn(text))}`)
  if (status < 300 && isExpected(text)) return response
  throw new Error(
    `${shownUrl} is not an atrium-atms-mock server: unexpected response to ${method} ${hideUserInfo(address)} (status ${status})`
  )
}

const ErrorBody = Type.Object({
  errors: Type.Array(Type.Object({ title: Type.String(), detail: Type.Optional(Type.String()) }))
})

/** The texts of an error response of the control API; the whole body of another server's. */
function reasonIn(text: string): string {
  const body: unknown = parseObject(text)
  if (!Check(ErrorBody, body)) return text
  return body.errors.map(({ title, detail }) => (detail === undefined ? title : `${title}: ${detail}`)).join('; ')
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error instanceof ConnectionSilent)
    return `nothing was sent or received for ${error.seconds} s. Check that the server is not suspended, then try again`
  // The error that combines the failures of both loopback addresses has a code but no message.
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'connection refused. Is the server running? Use --url to point to another one'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was closed before the response was complete. Check that the server is running, then try again'
    default:
      return String(error.code)
  }
}
