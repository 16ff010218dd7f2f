/** Without a limit on the number of values, unlike the arguments of `Math.min`. */
export const leastOf = <T>(values: readonly T[], distanceOf: (value: T) => number): number =>
  values.reduce((least, value) => Math.min(least, distanceOf(value)), Number.POSITIVE_INFINITY)
