import type { Api } from '../api/define-api.ts'
import { suggestion } from '../common/suggestion.ts'

/** The error of a `--keep` that names no field. */
export class UnknownField extends Error {}

/** The fields that a recording keeps although they may be personal: `GroupName`, or `metadata.plan` for a part of a JSON text. */
export class KeptFields {
  readonly #names: ReadonlySet<string>
  readonly #paths: readonly string[]

  /** @throws UnknownField */
  constructor(names: readonly string[], apis: readonly Api[]) {
    for (const name of names) requireKnown(name, apis)
    this.#names = new Set(names)
    this.#paths = names.filter((name) => name.includes('.'))
  }

  has(field: string): boolean {
    return this.#names.has(field)
  }

  /** Whether a part of a JSON text stays. @param path the keys on the way to it */
  hasPart(field: string, path: readonly string[]): boolean {
    return this.#paths.length > 0 && this.#names.has([field, ...path].join('.'))
  }

  /** The names, in any order the same. */
  get all(): readonly string[] {
    return [...this.#names].toSorted()
  }
}

function requireKnown(name: string, apis: readonly Api[]): void {
  const lists = apis.flatMap(({ recording = [], lists }) =>
    recording.map((recorded) => ({ recorded, definition: lists[recorded.list] }))
  )
  // References follow the name of the record to which they refer.
  const fields = lists.flatMap(({ recorded, definition }) =>
    Object.keys(definition?.schema.properties ?? {}).filter(
      (field) => !recorded.kept.includes(field) && definition?.references?.[field] === undefined
    )
  )
  const json = lists.flatMap(({ recorded }) => recorded.json ?? [])
  if (fields.includes(name) || json.some((field) => name.startsWith(`${field}.`) && name.length > field.length + 1))
    return
  const possible = [...fields, ...json.map((field) => `${field}.KEY`)].join(', ')
  throw new UnknownField(`--keep: unknown field '${name}'${suggestion(name, fields)} (possible: ${possible})`)
}
