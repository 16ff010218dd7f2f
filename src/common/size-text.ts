const UNITS: readonly [unit: string, size: number][] = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10]
]

/** `8 MiB`: exact, in the largest unit that gives a whole number. */
export function sizeText(bytes: number): string {
  const [unit, size] = UNITS.find(([, size]) => bytes % size === 0) ?? ['bytes', 1]
  return `${bytes / size} ${unit}`
}
