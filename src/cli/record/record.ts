import { RecordOptions } from '../../options/record-options.ts'
import { command } from '../command.ts'

/** Records the users of a real service as a fixture without personal data. */
export const record = command({
  usage: '',
  count: [0, 0],
  description: 'record the users of a real service as a fixture file, with pseudonyms for everything personal',
  options: RecordOptions,
  examples: [
    "record --from https://vestibule.mx.com --api atrium --header 'MX-API-Key: …' --header 'MX-Client-ID: …' --out users.json",
    'record --from https://atms.example --api atms --keep GroupName --out users.json'
  ],
  isService: true,
  async run(options, _args, terminal) {
    // Loaded only for this command, with the client.
    const { runRecord } = await import('./run-record.ts')
    return runRecord(options, terminal)
  }
})
