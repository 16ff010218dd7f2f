import t from 'tap'
import { commands } from './across/commands.ts'
import { fixtureSets } from './across/fixture-sets.ts'
import { generate } from './across/generate.ts'
import { history } from './across/history.ts'
import { idle } from './across/idle.ts'
import { sandboxOptions } from './across/sandbox-options.ts'
import { sandboxes } from './across/sandboxes.ts'
import { selection } from './across/selection.ts'
import { killRounds } from './support/kill-rounds.ts'

t.test('which sandbox a request belongs to', selection)
t.test('sandboxes', sandboxes)
t.test('the options of a sandbox', sandboxOptions)
t.test('idle sandboxes', idle)
t.test('fixture sets', fixtureSets)
t.test('the commands that work on a sandbox', commands)
t.test('the commands of the history', history)
t.test('generated fixtures', generate)

t.test('acknowledged changes survive a kill of the process at any moment', async (t) => {
  t.ok((await killRounds(t, 4)) > 10, 'changes were acknowledged')
})
