const REDACTED = '*****'

/** Hides the values of headers that carry credentials: pipelines often keep the journal as an artifact. */
export class Redaction {
  readonly #names: ReadonlySet<string>

  /** @param names of headers, in any case */
  constructor(names: Iterable<string>) {
    this.#names = new Set([...names].map((name) => name.toLowerCase()))
  }

  /** The value to show for a header. */
  show<Value extends string | string[]>(name: string, value: Value): Value | typeof REDACTED {
    return this.#names.has(name.toLowerCase()) ? REDACTED : value
  }
}
