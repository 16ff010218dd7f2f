import { readJson } from './calls.ts'
import type { Json } from './control.ts'
import { placeOf } from './kill-guids.ts'
import { send, TIMES } from './kill-writers.ts'

export const revisionOf = async (url: string): Promise<number> =>
  (await readJson({ url }, '/__admin/health')).serving.revision

/** Everything that writers change, by key, and the things of a kind in order of creation. Uses up the stubs that count. @throws if a thing is there twice */
export async function valuesOf(url: string): Promise<Map<string, string>> {
  const read = (path: string): Promise<Json> => readJson({ url }, `/__admin/${path}`)
  const { atrium, atms } = await read('state')
  const { mappings } = await read('mappings')
  const { scenarios } = await read('scenarios')
  const { fixtures } = (await read('health')).serving
  const { delayDistribution } = (await read('settings')).settings
  const isPlain = ({ scenarioName, metadata }: Json) => scenarioName === undefined && metadata === undefined
  const plain = mappings.filter(isPlain).toReversed()
  const counting: string[] = mappings.filter(({ metadata }: Json) => metadata !== undefined).map(({ id }: Json) => id)
  // The first request without a delay: what they count is read by using them up.
  await send(url, 'PUT', '/__admin/settings', {})
  const used = await Promise.all(
    counting.map(async (id): Promise<[string, string]> => [`uses ${id}`, await usesOf(url, id)])
  )
  await send(url, 'PUT', '/__admin/settings', delayDistribution === undefined ? {} : { delayDistribution })
  return unique([
    ['fixtures', fixtures],
    ...atrium.users.map(({ identifier, metadata }: Json) => [identifier, metadata]),
    ...atms.users.map((user: Json) => [user.Username, `${user.DisplayName} ${user.IsAccountDisabled}`]),
    ...plain.map(({ id, response }: Json) => [`stub ${id}`, response.body]),
    ...scenarios.map(({ name, state }: Json) => [name, state]),
    ...(delayDistribution === undefined ? [] : [['settings', String(delayDistribution.milliseconds)] as const]),
    ...used,
    ...(await uploadedSets(url))
  ])
}

/**
 * The place of the guid that the next user gets. The last created user is deleted before: its guid, which no record has any more, must not
 * be assigned again.
 */
export async function nextPlace(url: string, values: Map<string, string>): Promise<number> {
  const { atrium } = await readJson({ url }, '/__admin/state')
  const last = atrium.users.filter(({ identifier }: Json) => identifier !== 'atrium uploaded').at(-1)
  if (last !== undefined) await send(url, 'DELETE', `/users/${last.guid}`)
  values.delete(last?.identifier)
  const { guid } = JSON.parse(await send(url, 'POST', '/users', { user: { identifier: 'probe' } })).user
  await send(url, 'DELETE', `/users/${guid}`)
  return placeOf(guid)
}

/** Removes what each round creates once more: the counting stubs, which have been used up, and uploaded sets. */
export async function removeLeftovers(url: string, values: Map<string, string>): Promise<void> {
  for (const key of [...values.keys()]) {
    const [kind, name] = key.split(' ')
    if (kind === 'uses') await send(url, 'DELETE', `/__admin/mappings/${name}`)
    if (kind === 'set') await send(url, 'DELETE', `/__admin/fixtures/${name}`)
    if (kind === 'uses' || kind === 'set') values.delete(key)
  }
}

function unique(values: readonly (readonly [string, string])[]): Map<string, string> {
  const map = new Map(values)
  const twice = values.filter(([key], i) => values.findIndex((other) => other[0] === key) < i)
  if (twice.length > 0) throw new Error(`there are two of ${twice.map(([key]) => key)}`)
  return map
}

/** How often a counting stub was used before. */
async function usesOf(url: string, id: string): Promise<string> {
  let remaining = 0
  while ((await fetch(`${url}/uses/${id}`)).ok) remaining++
  return String(TIMES - remaining)
}

/** The sets that writers uploaded, with the name of the user in each. */
async function uploadedSets(url: string): Promise<[string, string][]> {
  const { fixtures } = await readJson({ url }, '/__admin/fixtures')
  const names: string[] = fixtures.map(({ name }: Json) => name).filter((name: string) => name.startsWith('set-'))
  return Promise.all(
    names.map(async (name) => [
      `set ${name}`,
      (await readJson({ url }, `/__admin/fixtures/${name}`)).atrium.users[0].identifier
    ])
  )
}
