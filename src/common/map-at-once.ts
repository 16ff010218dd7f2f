/**
 * Runs a task for each item, for some of them at the same time.
 *
 * @param most how many at the same time
 * @returns the results, in the order of the items
 * @throws what a task throws
 */
export async function mapAtOnce<T, R>(items: readonly T[], most: number, task: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const rest = items.entries()
  // All workers share one iterator, so each item has one worker.
  const work = async (): Promise<void> => {
    for (const [i, item] of rest) results[i] = await task(item)
  }
  await Promise.all(Array.from({ length: most }, work))
  return results
}
