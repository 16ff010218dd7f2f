import { Type } from '@sinclair/typebox'
import { grouped } from './grouped.ts'

/** How much the server accepts and keeps. */
export const limitsOptions = grouped('Limits', {
  bodyLimit: Type.Integer({
    minimum: 1,
    maximum: 256 * 1024 * 1024,
    default: 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description:
      'the maximum body size of API requests, such as 1MiB, 500KiB or 4096; up to 256MiB. Large bodies delay other requests'
  }),
  uploadLimit: Type.Integer({
    minimum: 1,
    default: 2 * 1024 * 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description: 'the maximum size of an uploaded state or fixture set'
  }),
  maxMemory: Type.Optional(
    Type.Integer({
      minimum: 1,
      bytes: true,
      placeholder: 'SIZE',
      description:
        "the maximum memory for the state, journals and histories; the default is half of Node's heap limit, or less in a small container"
    })
  ),
  maxJournalBytes: Type.Integer({
    minimum: 1,
    default: 256 * 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description: 'the maximum total size of all journals and histories; counts toward --max-memory'
  }),
  maxRequests: Type.Integer({
    minimum: 1,
    default: 10_000,
    placeholder: 'N',
    description: 'the maximum number of journal entries of each sandbox'
  }),
  maxRequestBytes: Type.Integer({
    minimum: 1,
    default: 32 * 1024 * 1024,
    bytes: true,
    placeholder: 'SIZE',
    description: 'the maximum size of the journal of each sandbox'
  }),
  maxHistory: Type.Integer({
    minimum: 0,
    default: 1000,
    placeholder: 'N',
    description: 'the maximum number of changes in the history of each sandbox'
  })
})
