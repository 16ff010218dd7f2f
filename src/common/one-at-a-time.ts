/** Runs tasks one after another, in the order of the calls, so that no two write the same file or claim the same memory at once. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve()

  /** @returns the result of the task; a failed task does not block the next */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task)
    this.#last = result.catch(() => {})
    return result
  }
}
