import { type Static, Type } from '@sinclair/typebox'

const Names = Type.Array(Type.String())

/** What a recording reports besides its records, as the log of an unfinished one contains it. */
export const WrittenNotes = Type.Object({
  /** Keys of JSON texts that stay as they are. */
  keptKeys: Names,
  /** The pseudonyms of keys that are data. */
  replacedKeys: Names,
  /** The pseudonyms of the names of members that fixtures do not have. */
  unknownMembers: Names
})
export type WrittenNotes = Static<typeof WrittenNotes>
type Subject = keyof WrittenNotes

/** Collects what a recording reports besides its records, without any original text except kept keys. */
export class Notes {
  readonly #names: Readonly<Record<Subject, Set<string>>> = {
    keptKeys: new Set(),
    replacedKeys: new Set(),
    unknownMembers: new Set()
  }
  #fresh: [Subject, string][] = []

  add(subject: Subject, name: string): void {
    if (this.#names[subject].has(name)) return
    this.#names[subject].add(name)
    this.#fresh.push([subject, name])
  }

  of(subject: Subject): readonly string[] {
    return [...this.#names[subject]]
  }

  restore({ keptKeys, replacedKeys, unknownMembers }: WrittenNotes): void {
    for (const key of keptKeys) this.#names.keptKeys.add(key)
    for (const key of replacedKeys) this.#names.replacedKeys.add(key)
    for (const name of unknownMembers) this.#names.unknownMembers.add(name)
  }

  /** What is new since the last call. */
  takeFresh(): WrittenNotes {
    const fresh = this.#fresh
    this.#fresh = []
    const of = (subject: Subject) => fresh.filter(([one]) => one === subject).map(([, name]) => name)
    return { keptKeys: of('keptKeys'), replacedKeys: of('replacedKeys'), unknownMembers: of('unknownMembers') }
  }
}
