import type { Api } from '../../api/define-api.ts'
import { apis } from '../../apis/index.ts'
import { RecordOptions } from '../../options/record-options.ts'
import { command } from '../command.ts'

/** Records the users of a real service as a fixture without personal data. */
export const record = command({
  usage: '',
  count: [0, 0],
  description: 'record the users of a real service as a fixture file, with pseudonyms for everything personal',
  options: RecordOptions,
  examples: apis.filter(({ recording }) => recording !== undefined).map(exampleOf),
  isService: true,
  async run(options, _args, terminal) {
    // Loaded only for this command, with the client.
    const { runRecord } = await import('./run-record.ts')
    return runRecord(options, terminal)
  }
})

function exampleOf({ name, credential }: Api): string {
  const headers = Object.keys(credential.headers).map((header) => `--header '${header}: …'`)
  return `record --from https://api.example.com --api ${name} ${headers.join(' ')} --out users.json`
}
