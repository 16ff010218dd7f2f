import { spawnSync } from 'node:child_process'
import type { Test } from 'tap'
import { run } from '../../support/terminal.ts'

/** The command `completion`. */
export async function completion(t: Test): Promise<void> {
  t.test('completion prints scripts that the shells understand', async (t) => {
    const script = (await run(['completion', 'bash'])).out
    const completed = (...words: string[]): string[] => {
      const given = words.map((word) => `'${word}'`).join(' ')
      const call = `COMP_WORDS=(atrium-atms-mock ${given}); COMP_CWORD=${words.length}; _complete_mock; echo "\${COMPREPLY[*]}"`
      return spawnSync('bash', ['-c', `${script}${call}`], { encoding: 'utf8' })
        .stdout.trim()
        .split(' ')
    }
    t.strictSame(completed('sa'), ['save', 'sandboxes'], 'a command')
    t.strictSame(completed('--data'), ['--data-dir'], 'an option of serve')
    t.strictSame(completed('requests', '--s'), ['--sandbox', '--status'], 'an option of a command')
    t.strictSame(completed('record', '--ke'), ['--keep', '--key-file'], 'options of record')
    t.ok((await run(['completion', 'zsh'])).out.includes(script.slice(0, script.lastIndexOf('complete'))), 'zsh')
    const fish = (await run(['completion', 'fish'])).out
    t.match(
      fish,
      /^complete -c atrium-atms-mock -n "__fish_use_subcommand" -f -a serve -d 'start the server'\n/,
      'fish'
    )
    t.match(
      fish,
      /-n "__fish_seen_subcommand_from reset" -l sandbox -d 'use this sandbox instead of \\'default\\''\n/,
      'fish: quotes'
    )
    const unknown = { code: 2, err: /unknown shell 'csh' \(available: bash, zsh, fish\)/ }
    t.match(await run(['completion', 'csh']), unknown, 'another shell')
  })
}
