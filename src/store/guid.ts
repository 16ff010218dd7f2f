import { hash } from 'node:crypto'

/**
 * The guid at a place in the seeded sequence: `USR-` and 32 hexadecimal digits, grouped as the real service does.
 *
 * @param seed the same seed gives the same sequence
 * @param place 0 for the first
 */
export function guidAt(seed: string, place: number): string {
  const hex = hash('md5', `${seed}:${place}`)
  return `USR-${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
