import type { Test } from 'tap'
import { createAtriumUser, stateText } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'
import { run } from '../support/terminal.ts'

/** The commands about the history of a sandbox. */
export async function history(t: Test): Promise<void> {
  const mock = await mockFor(t, { maxHistory: 3 })
  const sandbox = mock.sandbox('w1')
  const runIn = (...words: string[]) => run([...words, '--url', mock.url, '--sandbox', 'w1'])
  const { guid } = await createAtriumUser(sandbox, { identifier: 'x' })
  const before = await stateText(sandbox)
  t.match(await run(['undo', '--url', mock.url]), { code: 1, err: /: the history is empty: / }, 'nothing to undo')
  t.equal((await runIn('reset')).code, 0, 'a reset')
  t.match(
    await runIn('history'),
    {
      code: 0,
      out: /^revision +time +change +cause\n2 +\S+Z +reset everything .* POST \/__admin\/reset\n1 +\S+Z +added USR-.* request /,
      err: ''
    },
    'history'
  )
  t.match(await runIn('history', '--key', guid.toUpperCase(), '--limit', '5'), { out: /^.*\n1 .*\n$/ }, 'of a record')
  t.match(await runIn('undo'), { code: 0, out: /^Undid revision 2: 8 Atrium users, .*, revision 3\n$/ }, 'undo')
  t.equal(await stateText(sandbox), before, 'the state after the undo')
  t.match(await runIn('undo', '2'), { code: 1, err: /revision 2 cannot be undone: revision 3 changed/ }, 'a conflict')
  t.match(
    await runIn('restore', '0'),
    { code: 0, out: /^Restored revision 0: 7 Atrium users, .*, revision 4\n$/ },
    'restore'
  )
  t.match(
    await runIn('history'),
    { out: /^.*\n4 .* POST \/__admin\/history\/restore 0\n3 .* POST \/__admin\/history\/undo 2\n/ },
    'what was undone and restored'
  )
  t.match(await runIn('history'), { err: 'the changes up to revision 1 were evicted from the history\n' }, 'evicted')
  t.match(await runIn('restore', '0'), { code: 1, err: /revision 0 was evicted from the history: use one from 1 on/ })
  t.match(await runIn('undo', '1'), { code: 1, err: /the change of revision 1 was evicted/ })
  t.match(await runIn('restore', 'x'), { code: 2, err: /invalid revision 'x': expected a whole number/ })
  t.match(await run(['history', '--url', mock.url, '--sandbox', 'w2']), { code: 1, err: /unknown sandbox 'w2'/ })
}
