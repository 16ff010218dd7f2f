import { chmod, mkdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

/** What is left in the folder that builds write to, while servers run from it. */
export async function replacedBuilds(t: Test): Promise<void> {
  const { replaceBuild } = await import(String(new URL('../../scripts/replace-build.mjs', import.meta.url)))
  const build = (folder: string, files: Record<string, string>) => replaceBuild(folder, new Map(Object.entries(files)))
  const contentOf = async (folder: string) =>
    Object.fromEntries(
      Object.entries(await filesIn(folder)).map(([path, text]) => [path.slice(folder.length + 1), text])
    )

  t.test('parts of a build stay until the build after next', async (t) => {
    const folder = join(await temporaryFolder(t), 'dist')
    build(folder, { 'main.cjs': '1', 'a-1.cjs': 'a', 'docs/ui.css': 'ui' })
    t.strictSame(await contentOf(folder), { 'main.cjs': '1', 'a-1.cjs': 'a', 'docs/ui.css': 'ui' }, 'the first build')
    await mkdir(join(folder, 'types'))
    await writeFile(join(folder, 'types/index.d.ts'), 'types')
    await makeOlder(folder)
    const second = { 'main.cjs': '2', 'a-2.cjs': 'a', 'docs/ui.css': 'ui', 'types/index.d.ts': 'types' }
    build(folder, second)
    const both = { ...second, 'a-1.cjs': 'a', '.npmignore': '/a-1.cjs\n' }
    t.strictSame(await contentOf(folder), both, 'the second build')
    build(folder, second)
    t.strictSame(await contentOf(folder), both, 'the same build again does not count')
    await makeOlder(folder)
    build(folder, { 'main.cjs': '3', 'a-3.cjs': 'a' })
    const third = { 'main.cjs': '3', 'a-3.cjs': 'a', 'a-2.cjs': 'a', 'docs/ui.css': 'ui', 'types/index.d.ts': 'types' }
    t.strictSame(await contentOf(folder), { ...third, '.npmignore': '/a-2.cjs\n/docs/ui.css\n' }, 'the third build')
    await makeOlder(folder)
    build(folder, { 'main.cjs': '2', 'a-2.cjs': 'a' })
    const reverted = { 'main.cjs': '2', 'a-2.cjs': 'a', 'a-3.cjs': 'a', 'types/index.d.ts': 'types' }
    t.strictSame(await contentOf(folder), { ...reverted, '.npmignore': '/a-3.cjs\n' }, 'back to the second')
  })

  t.test('a part that another build has just written is not removed', async (t) => {
    const folder = await temporaryFolder(t)
    build(folder, { 'main.cjs': '1', 'a-1.cjs': 'a' })
    await makeOlder(folder)
    build(folder, { 'main.cjs': '2' })
    await utimes(join(folder, 'a-1.cjs'), 2e9, 2e9)
    build(folder, { 'main.cjs': '3' })
    t.match(await contentOf(folder), { 'a-1.cjs': 'a' }, 'the part')
  })

  t.test('the next build completes one that was killed', async (t) => {
    const folder = await temporaryFolder(t)
    build(folder, { 'main.cjs': '1' })
    await writeFile(join(folder, 'a-2.cjs.77'), 'half')
    build(folder, { 'main.cjs': '1' })
    t.strictSame(
      await contentOf(folder),
      { 'main.cjs': '1', 'a-2.cjs.77': 'half', '.npmignore': '/a-2.cjs.77\n' },
      'the unfinished file is listed as old'
    )
  })

  t.test('the program is executable after every build', async (t) => {
    const folder = await temporaryFolder(t)
    const main = join(folder, 'main.cjs')
    const isExecutable = async () => ((await stat(main)).mode & 0o111) === 0o111
    for (const text of ['1', '2']) {
      build(folder, { 'main.cjs': text, 'index.cjs': text })
      t.ok(await isExecutable(), `build ${text}`)
    }
    await chmod(main, 0o644)
    build(folder, { 'main.cjs': '2', 'index.cjs': '2' })
    t.ok(await isExecutable(), 'the same build, after the permission was lost')
  })
}

/** Sets the times of all files back: a file as new as a build counts as written by another build. */
async function makeOlder(folder: string): Promise<void> {
  for (const path of Object.keys(await filesIn(folder))) await utimes(path, 1e9, 1e9)
}
