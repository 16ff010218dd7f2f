/** The least distance of any number of values. `Math.min` limits the number of its arguments. */
export const leastOf = <T>(values: readonly T[], distanceOf: (value: T) => number): number =>
  values.reduce((least, value) => Math.min(least, distanceOf(value)), Number.POSITIVE_INFINITY)
