/**
 * Runs a task for requests that need one that has started after them. One task runs at a time; requests that arrive meanwhile share the
 * next one.
 */
export class Barrier<R = void> {
  readonly #task: () => Promise<R>
  #running: Promise<R> | undefined
  #next: Promise<R> | undefined

  constructor(task: () => Promise<R>) {
    this.#task = task
  }

  /** The result of a task that started after this call. @throws what the task throws */
  pass(): Promise<R> {
    if (this.#running === undefined) return this.#start()
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = undefined
        return this.#start()
      })
    return this.#next
  }

  #start(): Promise<R> {
    const running = this.#task().finally(() => {
      if (this.#running === running) this.#running = undefined
    })
    this.#running = running
    return running
  }
}
