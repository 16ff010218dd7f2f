import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { temporaryFolder } from '../support/temporary.ts'
import { errors } from './secrets/errors.ts'
import { longTexts } from './secrets/long-texts.ts'
import { outputs } from './secrets/outputs.ts'
import { BAD_FIXTURE, FIXTURE } from './secrets/planted.ts'
import { shownValues } from './secrets/shown-values.ts'
import { token } from './secrets/token.ts'

/**
 * Credentials are planted wherever a client or a user can write them; nothing that shows requests, logs or errors contains one. Exempt are
 * exported states and fixture sets and `/__admin/mappings`, which must be loadable again, and bodies, which are shown as they were sent.
 */
export async function secrets(t: Test): Promise<void> {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'fixture.json')
  const bad = join(folder, 'bad.json')
  await writeFile(file, JSON.stringify(FIXTURE))
  await writeFile(bad, JSON.stringify(BAD_FIXTURE))

  t.test('outputs', (t) => outputs(t, { file, bad }))
  t.test('errors', (t) => errors(t, { file, bad }))
  t.test('more text than there is time to redact is not shown', longTexts)
  t.test('ordinary values are shown', shownValues)
  t.test('a token is compared as a whole, with either case of its scheme', token)
}
