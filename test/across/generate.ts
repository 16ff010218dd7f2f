import { execFileSync } from 'node:child_process'
import { chmod, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { records as atms } from '../../src/apis/atms/records.ts'
import { records as atrium } from '../../src/apis/atrium/records.ts'
import { apis } from '../../src/apis/index.ts'
import { temporaryName } from '../../src/common/files/temporary-files.ts'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run } from '../support/terminal.ts'

async function usersIn(file: string) {
  const { state } = await loadFixtureSet(apis, file, 'generated')
  return { atrium: [...atrium.of({ apis: state }).lists.users], atms: [...atms.of({ apis: state }).lists.users] }
}

/** `generate` writes the same valid users for the same seed. */
export async function generate(t: Test): Promise<void> {
  const folder = await temporaryFolder(t)
  const [one, two] = [join(folder, 'one.json'), join(folder, 'two.json')]
  const words = ['--atrium-users', '120', '--atms-users', '80', '--seed', '7']
  const first = await run(['generate', ...words, '--out', one], { showsProgress: true })
  const progress = /generating 50%[\s\S]*generating 100%\n$/
  t.match(first, { code: 0, out: /120 Atrium users, 80 ATMS users/, err: progress }, 'its output')
  await run(['generate', ...words, '--out', two])
  t.equal(await readFile(one, 'utf8'), await readFile(two, 'utf8'), 'the same seed')
  const users = await usersIn(one)
  t.strictSame([users.atrium.length, users.atms.length], [120, 80], 'the number of users')
  t.equal(users.atrium[0]?.identifier, 'peter.weber.0', 'only the seed decides the names, in every version')
  const person = { DisplayName: /^[A-Z]\w+ [A-Z]\w+$/, Phone: /^\+1[2-9]\d{2}55501\d{2}$/ }
  t.match(users.atms[0], person, 'a plausible person')

  const link = join(folder, 'link.json')
  await symlink(one, link)
  const small = ['--atrium-users', '1', '--atms-users', '1']
  t.match(await run(['generate', ...small, '--out', link]), { code: 0 }, 'a link')
  t.equal((await usersIn(one)).atrium.length, 1, 'the target of the link is written')
  // Pipes of Windows are not files.
  const pipes = process.platform === 'win32' ? [] : ['pipe']
  for (const name of pipes) {
    const pipe = join(folder, name)
    execFileSync('mkfifo', [pipe])
    const piped = readFile(pipe, 'utf8')
    const toPipe = { code: 0, out: '', err: /120 Atrium users/ }
    t.match(await run(['generate', ...words, '--out', pipe]), toPipe, 'a pipe')
    t.equal(await piped, await readFile(two, 'utf8'), 'the contents of the pipe')
  }
  await symlink('new.json', join(folder, 'dangling.json'))
  t.match(await run(['generate', ...words, '--out', join(folder, 'dangling.json')]), { code: 0 }, 'a dangling link')
  t.equal((await usersIn(join(folder, 'new.json'))).atms.length, 80, 'its target is created')

  const inNoFolder = join(folder, 'no', 'such', 'x.json')
  const rows: [what: string, out: string, err: RegExp][] = [
    ['a missing folder', inNoFolder, /: no such folder: .*\. Create it, or correct the path\n$/],
    ['a folder', folder, /: expected a file, but it is a folder\. Add the name of a file\n$/],
    ['a path that ends with a slash', `${folder}/x/`, /\/x\/: expected a file, but it is a folder/]
  ]
  for (const [what, out, err] of rows) t.match(await run(['generate', '--out', out]), { code: 1, err }, what)
  const [old, recent] = [temporaryName(), temporaryName()]
  for (const name of [old, recent, 'two.json.tmp']) await writeFile(join(folder, name), name)
  await utimes(join(folder, old), 0, 0)
  t.match(await run(['generate', ...words, '--out', two]), { code: 0 }, 'next to temporary files')
  t.equal(await readFile(join(folder, 'two.json.tmp'), 'utf8'), 'two.json.tmp', "a user's file is not touched")
  if (userInfo().uid > 0) {
    await chmod(folder, 0o500)
    const denied = {
      code: 1,
      err: `atrium-atms-mock: permission denied: ${folder}. Give the user who runs this program access to it\n`
    }
    t.match(await run(['generate', ...words, '--out', two]), denied, 'a folder without permission to write')
    await chmod(folder, 0o700)
  }
  const expected = [recent, 'dangling.json', 'link.json', 'new.json', 'one.json', ...pipes, 'two.json', 'two.json.tmp']
  t.strictSame((await readdir(folder)).toSorted(), expected, 'no other files are left')
}
