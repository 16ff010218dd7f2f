import type { DelayDistribution } from './delay-schemas.ts'

/** What is said of a delay: a fixed part, and one that is left to chance. Both count. */
export interface DelaySettings {
  readonly fixed: number | undefined
  readonly distribution: DelayDistribution | undefined
}

/**
 * How long to wait this time, in milliseconds.
 *
 * @param chance gives numbers from 0 up to 1
 */
export function delayOf({ fixed = 0, distribution }: DelaySettings, chance: () => number): number {
  return fixed + (distribution === undefined ? 0 : sample(distribution, chance))
}

function sample(distribution: DelayDistribution, chance: () => number): number {
  switch (distribution.type) {
    case 'fixed':
      return distribution.milliseconds
    case 'uniform':
      return distribution.lower + chance() * (distribution.upper - distribution.lower)
    case 'lognormal': {
      // A number of the normal distribution from two of the uniform one (Box and Muller).
      const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
      const { median, sigma, maxValue = Number.POSITIVE_INFINITY } = distribution
      return Math.min(median * Math.exp(sigma * normal), maxValue)
    }
  }
}
