import { buildRequest } from '../../rules/build-request.ts'
import { Exchange } from '../../rules/exchange.ts'
import type { RuleBook } from '../../rules/rule.ts'
import type { Service } from '../service/connect.ts'
import { ServiceError } from '../service/service-error.ts'

/** A list that never ends must not keep the command busy for ever. */
const MAX_PAGES = 10_000

export interface CleanUp {
  readonly removed: number
  /** The requests that the service rejected. */
  readonly failed: readonly string[]
}

/**
 * Removes what is still there: the records that are known, and those that are found by the prefix of their names.
 *
 * @param known requests that remove a record
 * @throws ServiceError if the service cannot be used
 */
export async function removeLeftovers(
  service: Service,
  book: RuleBook,
  prefix: string,
  known: readonly string[]
): Promise<CleanUp> {
  const send = async (line: string): Promise<Exchange> => {
    const request = buildRequest({ request: line }, service.credentials, new Map())
    return new Exchange(request, await service.send(request))
  }
  let removed = 0
  const failed: string[] = []
  for (const removal of new Set([...known, ...(await findByPrefix(book, prefix, send))])) {
    const { response } = await send(removal)
    if (response.status < 300) removed++
    else if (response.status !== 404) failed.push(`${removal}: status ${response.status}`)
  }
  return { removed, failed }
}

async function findByPrefix(
  { listing }: RuleBook,
  prefix: string,
  send: (line: string) => Promise<Exchange>
): Promise<string[]> {
  const found: string[] = []
  const seen = new Set<string>()
  let line: string | undefined = listing.first
  for (let page = 0; line !== undefined && page < MAX_PAGES; page++) {
    const exchange: Exchange = await send(line)
    const records = listing.records(exchange)
    if (records === undefined) {
      throw new ServiceError(
        `cannot search for what is left: ${line} responded with status ${exchange.response.status}, not with a list`
      )
    }
    // Some servers ignore the number of the page, or report pages that do not exist.
    const isRepeated = records.every(({ removal }) => seen.has(removal))
    for (const { removal } of records) seen.add(removal)
    found.push(...records.filter(({ text }) => text.includes(prefix)).map(({ removal }) => removal))
    line = isRepeated ? undefined : listing.next(exchange)
  }
  return found
}
