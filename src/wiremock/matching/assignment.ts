import type { Work } from './work.ts'

/**
 * Whether each wanted element can be assigned a different given one. One element may fit several, so this uses augmenting paths.
 *
 * @param wanted how often each element is wanted
 * @param given how often each element is given
 * @throws TooExpensive
 */
export function canAssign<T extends object>(
  wanted: ReadonlyMap<T, number>,
  given: ReadonlyMap<T, number>,
  fits: (wanted: T, given: T) => boolean,
  work: Work
): boolean {
  const free = new Map(given)
  /** For each given element, how many of it are assigned to each wanted element. */
  const holders = new Map<T, Map<T, number>>()
  const fitting = new Map<T, T[]>()
  const candidates = (element: T): T[] => {
    const known =
      fitting.get(element) ??
      [...given.keys()].filter((other) => {
        work.spend(3, 'equalToJson that ignores the order of arrays')
        return fits(element, other)
      })
    fitting.set(element, known)
    return known
  }
  const holdersOf = (other: T): Map<T, number> => {
    const known = holders.get(other) ?? new Map<T, number>()
    holders.set(other, known)
    return known
  }
  const give = (element: T, other: T, count: number): void => add(holdersOf(other), element, count)
  /** Assigns a given element to one more occurrence of a wanted one, if necessary by reassigning another wanted element. */
  const assign = (element: T, visited: Set<T>): boolean => {
    visited.add(element)
    for (const other of candidates(element)) {
      work.spend(3, 'equalToJson that ignores the order of arrays')
      const left = countOf(free, other)
      const holder = left > 0 ? undefined : reassignHolder(other, visited)
      if (left === 0 && holder === undefined) continue
      if (holder === undefined) add(free, other, -1)
      else add(holdersOf(other), holder, -1)
      give(element, other, 1)
      return true
    }
    return false
  }
  /** Reassigns one wanted element that holds this given one. Returns it, or `undefined` if none can be reassigned. */
  const reassignHolder = (other: T, visited: Set<T>): T | undefined => {
    for (const [holder, count] of holdersOf(other)) {
      work.spend(3, 'equalToJson that ignores the order of arrays')
      if (count > 0 && !visited.has(holder) && assign(holder, visited)) return holder
    }
    return undefined
  }
  for (const [element, count] of wanted) {
    let missing = count
    for (const other of candidates(element)) {
      const taken = Math.min(missing, countOf(free, other))
      if (taken === 0) continue
      add(free, other, -taken)
      give(element, other, taken)
      missing -= taken
    }
    for (; missing > 0; missing--) if (!assign(element, new Set())) return false
  }
  return true
}

const countOf = <T>(counts: ReadonlyMap<T, number>, element: T): number => counts.get(element) ?? 0

function add<T>(counts: Map<T, number>, element: T, count: number): void {
  counts.set(element, countOf(counts, element) + count)
}
