import type { Test } from 'tap'
import { environment } from './options/environment.ts'
import { flags } from './options/flags.ts'
import { help } from './options/help.ts'
import { invalid } from './options/invalid.ts'
import { values } from './options/values.ts'

/** The command line and the environment. */
export async function options(t: Test): Promise<void> {
  t.test('flags and variables', flags)
  t.test('values', values)
  t.test('invalid command lines', invalid)
  t.test('variables of other programs', environment)
  t.test('help', help)
}
