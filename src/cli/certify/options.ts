import { type Static, Type } from '@sinclair/typebox'
import { grouped } from '../../options/grouped.ts'
import { ServiceUrl, serviceOptions } from '../../options/service-options.ts'
import { reportOptions } from '../report/options.ts'

const flag = (description: string) => Type.Boolean({ default: false, flagOnly: true, description })
const file = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, placeholder: 'FILE', flagOnly: true, description }))

export const CertifyOptions = Type.Object({
  ...grouped('Service', {
    url: Type.Optional(ServiceUrl),
    ...serviceOptions,
    api: Type.Optional(serviceOptions.api)
  }),
  ...grouped('Run', {
    write: flag(
      'also run the cases that create, change and delete test records, or send wrong credentials; without it, only reads are sent'
    ),
    only: Type.Optional(
      Type.Array(Type.String({ minLength: 1, requirement: 'expected the id of a rule, or the start of ids' }), {
        placeholder: 'RULE',
        flagOnly: true,
        description: 'only the rules with these ids, or with ids that start like this up to a dot'
      })
    ),
    dryRun: flag('print the requests, and send nothing'),
    journal: file(
      'where a run with --write notes what it creates; the default is certify-ID.jsonl. It is removed at the end'
    ),
    cleanup: file('remove what the interrupted run with this journal has left'),
    cleanupAll: flag('remove the records of all earlier runs, which are found by the prefix of their names')
  }),
  ...grouped('Report', {
    ...reportOptions,
    evidence: file(
      'write what was observed about rules that differ or are only assumed to this file, as JSON without credentials or personal data'
    )
  })
})
export type CertifyOptions = Static<typeof CertifyOptions>
