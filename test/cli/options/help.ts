import type { Test } from 'tap'
import { readVersion } from '../../../src/common/version.ts'
import { run } from '../../support/terminal.ts'

/** The help and the version. */
export async function help(t: Test): Promise<void> {
  t.test('help and version', async (t) => {
    for (const arg of ['--version', '-v', '-V', 'version'])
      t.strictSame(await run([arg]), { out: `${readVersion()}\n`, err: '', code: 0 }, arg)
    const help = await run(['--help'])
    for (const arg of ['-h', 'help']) t.strictSame(await run([arg]), help, arg)
    t.strictSame(await run(['save', '-h']), await run(['save', '--help']), '-h after a command')
    t.match(help, { code: 0, err: '' }, 'the help')
    for (const word of [
      '[serve] [options]',
      'check FILE…',
      'health',
      'reset',
      'state',
      '--data-dir DIR',
      '-p, --port N'
    ]) {
      t.ok(help.out.includes(word), word)
    }
    const longest = help.out.split('\n').reduce((most, { length }) => Math.max(most, length), 0)
    t.ok(longest <= 80, `the help fits into 80 columns: ${longest}`)
    for (const name of ['serve', 'check', 'health', 'reset', 'state']) {
      const { out, code } = await run([name, '--help', '--nonsense'])
      t.equal(code, 0, name)
      t.ok(out.startsWith(`Usage: atrium-atms-mock ${name} [options]`), name)
    }
    t.match(
      (await run(['reset', '--help'])).out,
      /--sandbox NAME +use this sandbox instead of 'default'\n.*--fixtures NAME +reset to this fixture set instead\n/,
      'the options of a command'
    )
  })
}
