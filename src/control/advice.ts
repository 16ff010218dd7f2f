/** Calls of WireMock that this server does not have, also those of earlier versions, and what to do instead. */
const ADVICE: readonly (readonly [path: RegExp, advice: string])[] = [
  [/^\/__admin\/record(?:er|ings)(?:\/|$)/, 'recording is not supported'],
  [/^\/__admin\/(?:docs|swagger-ui)(?:\/|$)/, 'use /docs'],
  [/^\/__admin\/certs(?:\/|$)/, 'use /__admin/ca.pem'],
  [/^\/__admin\/mappings\/new$/, 'use POST /__admin/mappings'],
  [/^\/__admin\/mappings\/imports$/, 'use POST /__admin/mappings/import'],
  [/^\/__admin\/requests\/reset$/, 'use DELETE /__admin/requests']
]

/** What to do instead of a call that does not exist; `undefined` for others. */
export const adviceFor = (path: string): string | undefined => ADVICE.find(([calls]) => calls.test(path))?.[1]
