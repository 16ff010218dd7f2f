import type { AtmsUser, AtriumCredential, AtriumUser, UserGroup } from './records.ts'

/** What a fixture lists. A state is one. */
export interface FixtureLists {
  readonly atrium: { readonly credentials: Iterable<AtriumCredential>; readonly users: Iterable<AtriumUser> }
  readonly atms: {
    readonly tokens: Iterable<string>
    readonly userGroups: Iterable<UserGroup>
    readonly users: Iterable<AtmsUser>
  }
}

const RECORDS_PER_CHUNK = 1000

/**
 * Writes a state in the fixture format, one record a line, so that people can read it and a large one never stands in memory
 * as a whole.
 *
 * @param provenance what the server notes in its own state file
 */
export function* fixtureText({ atrium, atms }: FixtureLists, provenance?: object): Generator<string> {
  yield '{\n'
  if (provenance !== undefined) yield `  "$mock": ${JSON.stringify(provenance)},\n`
  yield '  "atrium": {\n'
  yield* list('credentials', atrium.credentials, ',')
  yield* list('users', atrium.users, '')
  yield '  },\n  "atms": {\n'
  yield* list('tokens', atms.tokens, ',')
  yield* list('userGroups', atms.userGroups, ',')
  yield* list('users', atms.users, '')
  yield '  }\n}\n'
}

function* list(name: string, records: Iterable<unknown>, after: string): Generator<string> {
  let lines: string[] = []
  yield `    "${name}": [`
  let before = '\n'
  for (const record of records) {
    lines.push(`      ${JSON.stringify(record)}`)
    if (lines.length < RECORDS_PER_CHUNK) continue
    yield before + lines.join(',\n')
    before = ',\n'
    lines = []
  }
  if (lines.length > 0) yield before + lines.join(',\n')
  const isEmpty = lines.length === 0 && before === '\n'
  yield `${isEmpty ? '' : '\n    '}]${after}\n`
}
