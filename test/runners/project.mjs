// Packs the program, and makes projects outside the repository that use it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { installed, run, temporaryFolder } from '../generators/toolbox.mjs'

const SOURCES = 'test/runners/projects'

/** Builds and packs the package. The tarball is removed afterwards. @param script of package.json: `bundle` keeps the types of an earlier build */
export async function packed(script, use) {
  const folder = mkdtempSync(join(tmpdir(), 'mock-packed-'))
  try {
    await run('npm', ['run', '--silent', script])
    await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder])
    const [name] = (await run('ls', [folder])).trim().split('\n')
    await use(join(folder, name))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The test runners from npm. @returns their folder */
const runners = () =>
  installed('runners', [resolve('test/runners/package.json')], (folder) =>
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder })
  )

/** A project with the packed program and the files of a runner. @param use is called with its folder, and that of all programs */
export async function project(tarball, name, use) {
  const tools = await runners()
  await temporaryFolder(async (folder) => {
    const target = join(folder, 'node_modules/atrium-atms-mock')
    mkdirSync(target, { recursive: true })
    await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', target])
    for (const file of ['tests.cjs', 'credentials.json']) cpSync(join(SOURCES, file), join(folder, file))
    cpSync(join(SOURCES, name), folder, { recursive: true })
    await use(folder, (program) => join(tools, 'node_modules/.bin', program))
  }, tools)
}

/** Runs a program that may fail. @returns its exit code and its output */
export async function attempt(command, args, { cwd, env = {} }) {
  const { NODE_OPTIONS: _, ...inherited } = process.env
  const options = { cwd, env: { ...inherited, NO_COLOR: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] }
  const child = spawn(command, args, options)
  const timer = setTimeout(() => child.kill(), 600_000)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const [status] = await once(child, 'close')
  clearTimeout(timer)
  return { status, output }
}
