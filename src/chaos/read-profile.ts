import { parseNestedJson } from '../common/exact-json.ts'
import { describeInvalidJson } from '../common/invalid-json.ts'
import type { Problems } from '../common/problems.ts'
import { errorsIn, schemaProblems } from '../common/schema-problems.ts'
import { type Profile, ProfileDocument } from './profile-schema.ts'

/** Set when a profile starts. */
const SET_BY_START = ['seed', 'apis']

/**
 * Reads a profile.
 *
 * @param name its name
 * @param problems collects everything that is wrong with it
 * @returns `undefined` if there are problems
 */
export async function readProfile(text: string, name: string, problems: Problems): Promise<Profile | undefined> {
  const document = parsed(text, problems)
  if (problems.total > 0) return undefined
  for (const { pointer, expected } of schemaProblems(errorsIn(ProfileDocument, document), ''))
    problems.add(pointer, expected)
  if (problems.total > 0) return undefined
  const { title = name, effect = 'a profile of yours', mappings } = document as ProfileDocument
  // Regular expressions and JSONPath are loaded on first use, to start faster.
  const { compileMapping } = await import('../wiremock/stubs/compile-mapping.ts')
  for (const [i, mapping] of mappings.entries()) {
    const compiled = compileMapping(mapping, '', `/mappings/${i}`, problems)
    for (const member of SET_BY_START) {
      if (compiled !== undefined && member in compiled.usage)
        problems.add(`/mappings/${i}/metadata/mock/${member}`, 'remove it: it is set when the profile starts')
    }
  }
  return problems.total > 0 ? undefined : { name, title, effect, mappings: mappings as object[] }
}

function parsed(text: string, problems: Problems): unknown {
  try {
    return parseNestedJson(text)
  } catch (error) {
    problems.add('', describeInvalidJson(text, error as Error))
    return undefined
  }
}
