import { correlationIn } from '../control/correlation.ts'
import { mappingOf, patternOf } from '../control/documents.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { type Correlation, correlated, correlationTest } from '../wiremock/journal/correlation.ts'
import { toHar } from '../wiremock/journal/har.ts'
import type { Har } from '../wiremock/journal/har-format.ts'
import type { Journal } from '../wiremock/journal/journal.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import { type LoggedRequest, loggedRequest } from '../wiremock/journal/logged-request.ts'
import type { Redaction } from '../wiremock/journal/redaction.ts'
import { searchFor } from '../wiremock/journal/search.ts'
import type { RequestPatternDocument } from '../wiremock/matching/request-schemas.ts'
import type { MappingDocument, ShownMapping } from '../wiremock/stubs/mapping-schemas.ts'

/** How many requests to wait for, how long, and which. */
export interface WaitOptions extends Correlation {
  readonly atLeast?: number
  /** In milliseconds. */
  readonly timeoutMs?: number
}

const WAIT = 5000

/** The request journal of a sandbox: the requests that clients sent. */
export class Requests {
  readonly #find: () => Sandbox
  readonly #redaction: Redaction

  /** @internal @param find the sandbox as it is now */
  constructor(find: () => Sandbox, redaction: Redaction) {
    this.#find = find
    this.#redaction = redaction
  }

  /**
   * Counts the requests that match a WireMock request pattern.
   *
   * @param wanted also selects them by their headers `traceparent`, `X-Request-Id` and `Mock-Test`
   * @throws InvalidDefinition for an invalid pattern; an error if the number could be wrong, because requests were evicted from the
   *   journal, or because the pattern is about bodies that the journal does not have in full
   */
  async count(pattern: RequestPatternDocument, wanted: Correlation = {}): Promise<number> {
    return (await this.find(pattern, wanted)).length
  }

  /** The requests that match a pattern, newest first. @throws like `count` */
  async find(pattern: RequestPatternDocument, wanted: Correlation = {}): Promise<LoggedRequest[]> {
    const compiled = correlated(await patternOf(pattern), correlationIn(wanted))
    const { journal, turns } = this.#find()
    requireComplete(journal)
    const { entries, incomplete } = await searchFor(compiled, journal.newestFirst(), turns)
    if (incomplete > 0) throw new Error(incompleteMessage(incomplete))
    return this.#shown(entries)
  }

  /**
   * Waits until the journal contains enough requests that match a pattern. A reset does not end the wait.
   *
   * @returns them, newest first
   * @throws like `count`, if too few arrive in time, if the sandbox is dropped, and if the mock is closed
   */
  async waitFor(
    pattern: RequestPatternDocument,
    { atLeast = 1, timeoutMs = WAIT, ...wanted }: WaitOptions = {}
  ): Promise<LoggedRequest[]> {
    const compiled = correlated(await patternOf(pattern), correlationIn(wanted))
    const { journal } = this.#find()
    const { entries, incomplete } = await journal.waitFor(compiled, atLeast, timeoutMs)
    requireComplete(journal)
    if (entries.length >= atLeast) return this.#shown([...entries].reverse())
    const message = `${entries.length} of ${atLeast} requests arrived within ${timeoutMs} ms`
    throw new Error(incomplete === 0 ? message : `${message}; ${incompleteMessage(incomplete)}`)
  }

  /** The requests with their responses in the format of HAR 1.2, oldest first. The comment of the log reports evictions. */
  async har(wanted: Correlation = {}): Promise<Har> {
    const { journal, turns } = this.#find()
    const isCorrelated = correlationTest(correlationIn(wanted))
    const entries = journal.newestFirst(({ rawHeaders }) => isCorrelated(rawHeaders))
    return toHar(entries, journal, this.#redaction, turns)
  }

  #shown(entries: readonly JournalEntry[]): LoggedRequest[] {
    return entries.map((entry) => loggedRequest(entry, this.#redaction))
  }
}

/** @throws an error if requests were evicted */
function requireComplete({ dropped }: Journal): void {
  if (dropped === 0) return
  throw new Error(
    `${dropped} requests were evicted from the journal: raise maxRequests, maxRequestBytes or maxMemory, or reset before the test`
  )
}

const incompleteMessage = (incomplete: number): string =>
  `${incomplete} requests could not be compared, because the journal does not have their full bodies: GET /__admin/requests says why`

/** Adds a stub to a sandbox, or replaces the one with its id. @throws InvalidDefinition with all problems */
export async function addStub(sandbox: Sandbox, document: MappingDocument): Promise<ShownMapping> {
  const mapping = await mappingOf(document, sandbox.clock.uuid())
  await sandbox.change(() => ({ change: { op: 'stubs', put: [mapping] }, result: null }), { call: 'mock.stub()' })
  return mapping.document
}
