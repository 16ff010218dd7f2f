const RECORDING = 'recording is not supported: this server does not forward requests'
const NO_CODE = 'settings for extensions are not supported: this server does not run extensions'

/** Calls of current and earlier versions of WireMock that this server does not support: why, or what to use instead. */
const UNSUPPORTED: readonly [path: RegExp, message: string][] = [
  [/^\/__admin\/record(?:er|ings)(?:\/.*)?$/, RECORDING],
  [/^\/__admin\/settings\/extended$/, NO_CODE],
  [/^\/__admin\/(?:docs|swagger-ui)(?:\/.*)?$/, 'the documentation is at /docs'],
  [/^\/__admin\/certs(?:\/.*)?$/, 'the CA certificate is at /__admin/ca.pem'],
  [/^\/__admin\/mappings\/new$/, 'use POST /__admin/mappings'],
  [/^\/__admin\/mappings\/imports$/, 'use POST /__admin/mappings/import'],
  [/^\/__admin\/requests\/reset$/, 'use DELETE /__admin/requests']
]

/** Why WireMock's call at this path is not supported; `undefined` for any other path. */
export const unsupportedCall = (path: string): string | undefined =>
  UNSUPPORTED.find(([pattern]) => pattern.test(path))?.[1]
