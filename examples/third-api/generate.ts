import type { GenerateOptions } from '../../src/api/define-api.ts'
import type { Contact } from './records.ts'

/** Made-up records for a fixture. The contacts are created while they are read; the same seed gives the same ones. */
export const generate = (options: GenerateOptions) => ({
  tokens: [{ token: 'contacts-token' }],
  contacts: contacts(options)
})

function* contacts({ count, person, onRecord }: GenerateOptions): Generator<Contact> {
  for (let number = 1; number <= count; number++) {
    const { firstName, lastName } = person()
    // The number keeps addresses unique. example.com belongs to nobody.
    const email = `${firstName}.${lastName}.${number}@example.com`.toLowerCase()
    yield { id: `c${number}`, name: `${firstName} ${lastName}`, email }
    onRecord()
  }
}
