import { type Static, Type } from '@sinclair/typebox'
import { grouped } from './grouped.ts'
import { ServiceUrl, serviceOptions } from './service-options.ts'

const { header, headersFile, cacert, pause, timeout } = serviceOptions

export const RecordOptions = Type.Object({
  ...grouped('Service', {
    from: ServiceUrl,
    api: Type.Array(Type.String({ minLength: 1, requirement: 'expected the name of an API' }), {
      placeholder: 'NAME',
      flagOnly: true,
      description: 'the API to record'
    }),
    header,
    headersFile,
    cacert,
    pause,
    timeout
  }),
  ...grouped('Recording', {
    out: Type.String({
      minLength: 1,
      placeholder: 'FILE',
      flagOnly: true,
      description: 'the fixture file; an API that it does not contain yet is added'
    }),
    keep: Type.Optional(
      Type.Array(Type.String({ minLength: 1, requirement: 'expected the name of a field' }), {
        placeholder: 'FIELD',
        flagOnly: true,
        description: 'do not replace this field; FIELD.KEY is a part of a field that contains JSON'
      })
    ),
    keyFile: Type.Optional(
      Type.String({
        minLength: 1,
        placeholder: 'FILE',
        description:
          'the key of the pseudonyms, created if absent; the default is atrium-atms-mock/recording.key in the folder for settings'
      })
    ),
    recordingKey: Type.Optional(
      Type.String({ secret: true, placeholder: 'TEXT', description: 'the key itself; better as a variable' })
    ),
    force: Type.Boolean({
      default: false,
      flagOnly: true,
      description: 'start over, and replace a file that is no recording, or has another key'
    })
  })
})
export type RecordOptions = Static<typeof RecordOptions>
