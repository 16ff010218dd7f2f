import type { FastifyReply } from 'fastify'
import type { Journal } from '../../wiremock/journal/journal.ts'
import type { Found } from '../../wiremock/journal/search.ts'
import { DROPPED_HEADER, INCOMPLETE_HEADER } from './schemas.ts'

/** Says how many requests were evicted from the journal. In a header: WireMock's Java client rejects unknown members of a body. */
export function reportEvictions({ dropped }: Journal, reply: FastifyReply): void {
  reply.header(DROPPED_HEADER, dropped)
}

/** The same for a search. A request whose body is incomplete may be missing in the result, too. */
export function reportFound({ dropped }: Journal, { incomplete }: Found, reply: FastifyReply): void {
  reply.header(DROPPED_HEADER, dropped + incomplete)
  reply.header(INCOMPLETE_HEADER, incomplete)
}
