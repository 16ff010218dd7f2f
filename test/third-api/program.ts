import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** The program with the example added as its README says: the folder copied to src/apis, and one line changed. */
export async function programWithContacts(t: Test): Promise<string> {
  const root = await temporaryFolder(t)
  const copied = ['src', 'fixtures', 'specs', 'package.json']
  await Promise.all(copied.map((name) => cp(join(packageRoot, name), join(root, name), { recursive: true })))
  await symlink(join(packageRoot, 'node_modules'), join(root, 'node_modules'), 'junction')
  const folder = join(root, 'src/apis/contacts')
  await mkdir(folder)
  const example = join(packageRoot, 'examples/third-api')
  for (const name of await readdir(example)) {
    const text = await readFile(join(example, name), 'utf8')
    await writeFile(join(folder, name), text.replaceAll('../../src/', '../../'))
  }
  const index = join(root, 'src/apis/index.ts')
  const text = await readFile(index, 'utf8')
  const added = text.replace('[atrium, atms]', '[atrium, atms, contacts]')
  await writeFile(index, `import { contacts } from './contacts/index.ts'\n${added}`)
  // One file: every start of the program reads it. As in scripts/build.mjs, it is not an ES module.
  const outfile = join(root, 'dist/main.cjs')
  await build({
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href" },
    define: { 'import.meta.url': 'moduleUrl' }
  })
  return outfile
}
