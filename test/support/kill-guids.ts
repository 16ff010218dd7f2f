import { GuidSequence } from '../../src/apis/atrium/guid-sequence.ts'

/** The seed that servers are started with. */
export const GUID_SEED = 'kill'

const sequence = new GuidSequence(GUID_SEED)
const places = new Map<string, number>()
/** More than any run assigns without a reset. */
const LONGEST_RUN = 100_000

/** The place of a guid in the sequence of an uninterrupted run; 0 for the first. @throws if it is not in there */
export function placeOf(guid: string): number {
  while (!places.has(guid) && places.size < LONGEST_RUN) places.set(sequence.at(places.size), places.size)
  const place = places.get(guid)
  if (place === undefined) throw new Error(`${guid} is none of the first ${LONGEST_RUN} guids`)
  return place
}
