import type { GenerateOptions } from '../../api/define-api.ts'
import { GuidSequence } from './guid-sequence.ts'
import type { AtriumUser } from './records.ts'

/** One of this many users is disabled. */
const DISABLED_INTERVAL = 10

/** Made-up records for a fixture. Users are created lazily; the same seed gives the same users. */
export const generate = (options: GenerateOptions) => ({
  credentials: [{ apiKey: 'test-api-key', clientId: 'test-client-id' }],
  users: users(options)
})

function* users({ count, seed, person, onRecord }: GenerateOptions): Generator<AtriumUser> {
  const guids = new GuidSequence(`made up ${seed}`)
  for (let index = 0; index < count; index++) {
    const { firstName: first_name, lastName: last_name } = person()
    yield {
      guid: guids.at(index),
      is_disabled: index % DISABLED_INTERVAL === DISABLED_INTERVAL - 1,
      metadata: JSON.stringify({ first_name, last_name }),
      identifier: `${first_name}.${last_name}.${index}`.toLowerCase()
    }
    onRecord()
  }
}
