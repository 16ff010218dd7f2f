import { mappingOf, patternOf } from '../control/documents.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Journal } from '../wiremock/journal/journal.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import { type LoggedRequest, loggedRequest } from '../wiremock/journal/logged-request.ts'
import { RequestView } from '../wiremock/journal/request-view.ts'
import type { RequestPatternDocument } from '../wiremock/matching/request-schemas.ts'
import type { MappingDocument, ShownMapping } from '../wiremock/stubs/mapping-schemas.ts'

/** How long to wait for requests, and for how many. */
export interface WaitOptions {
  readonly atLeast?: number
  /** In milliseconds. */
  readonly timeoutMs?: number
}

const WAIT = 5000

/** What clients sent to a sandbox: its request journal, for tests in the same process. */
export class Requests {
  readonly #find: () => Sandbox

  /** @param find the sandbox as it is now */
  constructor(find: () => Sandbox) {
    this.#find = find
  }

  /**
   * How many requests match a pattern of WireMock's.
   *
   * @throws InvalidDefinition for a pattern that is not valid; an error where requests fell out of the journal, which would
   *   make the number wrong
   */
  async count(pattern: RequestPatternDocument): Promise<number> {
    return (await this.find(pattern)).length
  }

  /** Those that match a pattern, newest first. @throws as `count` does */
  async find(pattern: RequestPatternDocument): Promise<LoggedRequest[]> {
    const filter = await filterOf(pattern)
    const { journal, entropy } = this.#find()
    if (journal.dropped > 0) {
      throw new Error(`${journal.dropped} requests fell out of the journal: raise maxRequests, or empty it before`)
    }
    return journal.newestFirst(filter).map((entry) => loggedRequest(entry, entropy))
  }

  /**
   * Waits for requests that match a pattern.
   *
   * @returns those that came, newest first
   * @throws as `count` does, and where too few came in time
   */
  async waitFor(
    pattern: RequestPatternDocument,
    { atLeast = 1, timeoutMs = WAIT }: WaitOptions = {}
  ): Promise<LoggedRequest[]> {
    const filter = await filterOf(pattern)
    const { entropy } = this.#find()
    const until = entropy.monotonic() + timeoutMs
    let journal: Journal
    do {
      journal = this.#find().journal
      await journal.waitFor(filter, atLeast, until - entropy.monotonic())
      // A reset puts another in its place, and ends what waits for it.
    } while (journal !== this.#find().journal && entropy.monotonic() < until)
    const found = await this.find(pattern)
    if (found.length >= atLeast) return found
    throw new Error(`${found.length} of ${atLeast} requests came within ${timeoutMs} ms`)
  }
}

async function filterOf(document: RequestPatternDocument): Promise<(entry: JournalEntry) => boolean> {
  const pattern = await patternOf(document)
  return (entry) => pattern.matches(new RequestView(entry))
}

/** Adds a stub to a sandbox. @throws InvalidDefinition with all that is wrong with it */
export async function addStub({ stubs, entropy }: Sandbox, document: MappingDocument): Promise<ShownMapping> {
  const mapping = await mappingOf(document, entropy.uuid())
  stubs.put(mapping)
  return mapping.document
}
