import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox'
import { accessOptions } from './access.ts'
import { behaviorOptions } from './behavior.ts'
import { EMULATED_APIS, grouped } from './grouped.ts'
import { limitsOptions } from './limits.ts'
import { networkOptions } from './network.ts'
import { stateOptions } from './state.ts'
import { storeOptions } from './store.ts'

// The schemas define the types, defaults, checks, flags, environment variables and help of the options. The option `dataDir` is the
// flag --data-dir and the variable MOCK_DATA_DIR. `placeholder` is the name of the value in --help, `short` a
// one-letter alias.

/** The options of a mock, started by the library or by `serve`. */
export const MockOptions = Type.Object({
  ...networkOptions,
  ...stateOptions,
  ...storeOptions,
  ...accessOptions,
  ...limitsOptions,
  ...behaviorOptions
})
export type MockOptions = Static<typeof MockOptions>

/** Adds the options that the emulated APIs declare. */
export function withApiOptions<T extends TObject>(
  options: T,
  apis: readonly { readonly options: Readonly<Record<string, TSchema>> }[]
): T {
  const ofApis = grouped(EMULATED_APIS, Object.assign({}, ...apis.map((api) => api.options)))
  return { ...options, ...Type.Object({ ...options.properties, ...ofApis }) }
}

const LogLevel = Type.Union(
  [Type.Literal('silent'), Type.Literal('error'), Type.Literal('warn'), Type.Literal('info')],
  {
    placeholder: 'silent|error|warn|info',
    description: 'info logs each request; the default is info on a terminal, otherwise warn'
  }
)
export type LogLevel = Static<typeof LogLevel>

export const ServeOptions = Type.Object({
  ...MockOptions.properties,
  ...grouped('Output', {
    logLevel: Type.Optional(LogLevel),
    json: Type.Boolean({
      default: false,
      description: 'write one JSON object per line, the first when the server is ready'
    })
  })
})
export type ServeOptions = Static<typeof ServeOptions>
