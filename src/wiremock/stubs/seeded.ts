import { hash } from 'node:crypto'
import { randomAt, seedOf } from '../../common/random.ts'

/** A request to a stub with a seed: the n-th one with this method and path. */
export interface Occurrence {
  /** The text that the random numbers of all requests with this method and path come from. */
  readonly stream: string
  /** From 1. */
  readonly n: number
}

/** Names a method and a path. A hash, so that the counters of long paths stay small. */
export const pairOf = (method: string, path: string): string => hash('sha256', `${method} ${path}`).slice(0, 16)

/** Where the random numbers of a stub's requests with this method and path come from. */
export const streamOf = (seed: string, pair: string): string => `${seed}:${pair}`

/** Whether the n-th request is among a share of them, from 0 up to 1. It depends on no other request. */
export const isChosen = ({ stream, n }: Occurrence, share: number): boolean => randomAt(seedOf(stream), n) < share

/** Random numbers from 0 up to 1 for the response to a request. @param purpose each purpose has its own numbers */
export function randomOf({ stream, n }: Occurrence, purpose: string): () => number {
  const seed = seedOf(`${stream}:${n}:${purpose}`)
  let next = 0
  return () => randomAt(seed, next++)
}
