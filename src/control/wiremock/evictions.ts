import type { FastifyReply } from 'fastify'
import type { Journal } from '../../wiremock/journal/journal.ts'
import { DROPPED_HEADER } from './schemas.ts'

/** Says how many requests were evicted from the journal. In a header: WireMock's Java client rejects unknown members of a body. */
export function reportEvictions({ dropped }: Journal, reply: FastifyReply): void {
  reply.header(DROPPED_HEADER, dropped)
}
