/** Runs tasks one after the other, in the order in which they came: two that write the same file do not meet. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve()

  /** @returns what the task gives; one that fails holds up none that follows */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task)
    this.#last = result.catch(() => {})
    return result
  }
}
