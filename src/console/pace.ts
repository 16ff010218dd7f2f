/** The page rests so many times as long as a reading took: so it costs a busy server little. */
const REST = 100
/** In milliseconds. */
const LONGEST_REST = 10_000

/** Runs the readings that follow events, one after the other. @returns resolves after the reading */
export type Pace = (isBusy: boolean, read: () => Promise<void>) => Promise<void>

/** Without rests between readings if the server is not busy. */
export function createPace(): Pace {
  let free: Promise<unknown> = Promise.resolve()
  return (isBusy, read) => {
    let took = 0
    const reading = free.then(async () => {
      const start = performance.now()
      await read()
      took = performance.now() - start
    })
    free = reading.then(
      () => isBusy && new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_REST, REST * took)))
    )
    return reading
  }
}
