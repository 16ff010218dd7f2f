import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, cp, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import { call } from '../support/calls.ts'
import { cleanCommand } from '../support/platform.ts'
import { program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { copiedFolder } from '../third-api/copied-folder.ts'

t.setTimeout(300_000)

/** The files and folders that a build reads. */
const SOURCES = ['package.json', 'src', 'scripts', 'fixtures', 'specs', 'dist', 'README.md', 'CHANGELOG.md', 'docs']

t.test('a running server still loads its parts after two builds at once', async (t) => {
  const folder = await temporaryFolder(t)
  for (const name of SOURCES) await cp(join(packageRoot, name), join(folder, name), { recursive: true })
  await symlink(join(packageRoot, 'node_modules'), join(folder, 'node_modules'))
  const dist = join(folder, 'dist')
  const { start } = await program(t, join(dist, 'main.cjs'))
  const server = start(['--ephemeral', '--port', '0', '--json'])
  const url = await server.ready
  // A change of a part that the first stub loads.
  await appendFile(join(folder, 'src/wiremock/stubs/compile-mapping.ts'), 'console.log("changed")\n')
  await Promise.all([runBuild(folder), runBuild(folder)])
  t.match(await readFile(join(dist, '.npmignore'), 'utf8'), /^\/compile-mapping-/m, 'the loaded part is listed as old')
  const lazy = await call({ url }, 'POST', '/__admin/mappings', {
    request: { urlPattern: '/x+', bodyPatterns: [{ matchesJsonPath: '$.a' }] },
    response: { body: 'lazy' }
  })
  t.equal(lazy.status, 201, 'a stub with the first regular expression')
  t.equal(await (await call({ url }, 'POST', '/xx', { a: 1 })).text(), 'lazy', 'its response')
  for (const path of ['', '/swagger-ui.css', '/admin.json'])
    t.equal((await call({ url }, 'GET', `/docs${path}`)).status, 200, `/docs${path}`)
  server.process.kill()
  await server.ended
  const next = start(['--ephemeral', '--port', '0', '--json', '--tls-port', '0'])
  await call({ url: await next.ready }, 'POST', '/__admin/mappings', {})
  next.process.kill()
  await next.ended
  t.match(next.output.out, 'changed', 'the next server has the change')
})

t.test('the program with a third API', copiedFolder)

async function runBuild(folder: string): Promise<void> {
  const [file = '', ...rest] = cleanCommand([process.execPath, 'scripts/build.mjs'])
  const child = spawn(file, rest, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the build failed: ${code}`)
}
