import { correlationIn } from '../control/correlation.ts'
import { mappingOf, patternOf } from '../control/documents.ts'
import { readJournal, waitForRequests } from '../sandbox/journal-access.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { type Correlation, correlated, correlationTest } from '../wiremock/journal/correlation.ts'
import { toHar } from '../wiremock/journal/har.ts'
import type { Har } from '../wiremock/journal/har-format.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import { type LoggedRequest, loggedRequest } from '../wiremock/journal/logged-request.ts'
import type { Redaction } from '../wiremock/journal/redaction.ts'
import { searchFor } from '../wiremock/journal/search.ts'
import type { RequestPatternDocument } from '../wiremock/matching/request-schemas.ts'
import type { MappingDocument, ShownMapping } from '../wiremock/stubs/mapping-schemas.ts'
import { incompleteMessage, requireComplete, tooFewMessage, WAIT } from './incomplete-journal.ts'

/** How many requests to wait for, how long, and which. */
export interface WaitOptions extends Correlation {
  readonly atLeast?: number
  /** In milliseconds. */
  readonly timeoutMs?: number
}

/** The request journal of a sandbox: the requests that clients sent. */
export interface Requests {
  /**
   * Counts the requests that match a WireMock request pattern.
   *
   * @param wanted also selects them by their headers `traceparent`, `X-Request-Id` and `Mock-Test`
   * @throws InvalidDefinition for an invalid pattern; an error if the number could be wrong, because requests were evicted from the
   *   journal, or because the pattern is about bodies that the journal does not have in full
   */
  count(pattern: RequestPatternDocument, wanted?: Correlation): Promise<number>
  /** The requests that match a pattern, newest first. @throws like `count` */
  find(pattern: RequestPatternDocument, wanted?: Correlation): Promise<LoggedRequest[]>
  /**
   * Waits until the journal contains enough requests that match a pattern. A reset does not end the wait.
   *
   * @returns them, newest first
   * @throws like `count`, if too few arrive in time, if the sandbox is dropped, and if the mock is closed
   */
  waitFor(pattern: RequestPatternDocument, options?: WaitOptions): Promise<LoggedRequest[]>
  /** The requests with their responses in the format of HAR 1.2, oldest first. The comment of the log reports evictions. */
  har(wanted?: Correlation): Promise<Har>
}

/** The requests to a mock in this process. */
export class OwnRequests implements Requests {
  readonly #find: () => Promise<Sandbox>
  readonly #redaction: Redaction

  /** @param find the sandbox as it is now */
  constructor(find: () => Promise<Sandbox>, redaction: Redaction) {
    this.#find = find
    this.#redaction = redaction
  }

  async count(pattern: RequestPatternDocument, wanted: Correlation = {}): Promise<number> {
    return (await this.find(pattern, wanted)).length
  }

  async find(pattern: RequestPatternDocument, wanted: Correlation = {}): Promise<LoggedRequest[]> {
    const compiled = correlated(await patternOf(pattern), correlationIn(wanted))
    const sandbox = await this.#find()
    const journal = await readJournal(sandbox)
    requireComplete(journal)
    const { entries, incomplete } = await searchFor(compiled, journal.newestFirst(), sandbox.turns)
    if (incomplete > 0) throw new Error(incompleteMessage(incomplete))
    return this.#shown(entries)
  }

  async waitFor(
    pattern: RequestPatternDocument,
    { atLeast = 1, timeoutMs = WAIT, ...wanted }: WaitOptions = {}
  ): Promise<LoggedRequest[]> {
    const compiled = correlated(await patternOf(pattern), correlationIn(wanted))
    const sandbox = await this.#find()
    const { entries, incomplete } = await waitForRequests(sandbox, compiled, atLeast, timeoutMs)
    requireComplete(sandbox.journal)
    if (entries.length >= atLeast) return this.#shown([...entries].reverse())
    throw new Error(tooFewMessage(entries.length, atLeast, timeoutMs, incomplete))
  }

  async har(wanted: Correlation = {}): Promise<Har> {
    const sandbox = await this.#find()
    const journal = await readJournal(sandbox)
    const isCorrelated = correlationTest(correlationIn(wanted))
    const entries = journal.newestFirst(({ rawHeaders }) => isCorrelated(rawHeaders))
    return toHar(entries, journal, this.#redaction, sandbox.turns)
  }

  #shown(entries: readonly JournalEntry[]): LoggedRequest[] {
    return entries.map((entry) => loggedRequest(entry, this.#redaction))
  }
}

/** Adds a stub to a sandbox, or replaces the one with its id. @throws InvalidDefinition with all problems */
export async function addStub(sandbox: Sandbox, document: MappingDocument): Promise<ShownMapping> {
  const mapping = await mappingOf(document, sandbox.clock.uuid())
  await sandbox.change(() => ({ change: { op: 'stubs', put: [mapping] }, result: null }), { call: 'mock.stub()' })
  return mapping.document
}
