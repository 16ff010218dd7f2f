import { MAX_DELAY } from '../../common/pauses.ts'
import type { DelayDistribution } from './delay-schemas.ts'

/** A fixed and a random delay. They add up. */
export interface DelaySettings {
  readonly fixed: number | undefined
  readonly distribution: DelayDistribution | undefined
}

/**
 * The delay of one response, in milliseconds.
 *
 * @param random returns numbers from 0 to 1, without 1
 */
export function delayOf({ fixed = 0, distribution }: DelaySettings, random: () => number): number {
  // A product of zero and infinity is not a number.
  const sampled = distribution === undefined ? 0 : sample(distribution, random) || 0
  return Math.min(fixed + sampled, MAX_DELAY)
}

function sample(distribution: DelayDistribution, random: () => number): number {
  switch (distribution.type) {
    case 'fixed':
      return distribution.milliseconds
    case 'uniform':
      return distribution.lower + random() * (distribution.upper - distribution.lower)
    case 'lognormal': {
      // Box-Muller transform: two uniform numbers make a normal one.
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
      const { median, sigma, maxValue } = distribution
      return Math.min(median * Math.exp(sigma * normal), maxValue ?? Number.POSITIVE_INFINITY)
    }
  }
}
