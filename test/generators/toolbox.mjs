// Runs programs, installs tools in a cache outside the repository, and starts mocks.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'

const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'atrium-atms-mock', 'generators')

/** A toolchain is missing: the test is skipped. */
export class Missing extends Error {}

/**
 * Runs a program. @returns its output
 *
 * @throws with the output if it fails
 */
export async function run(command, args, { cwd, env = {}, minutes = 10 } = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const timer = setTimeout(() => child.kill(), minutes * 60_000)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const [status] = await once(child, 'close')
  clearTimeout(timer)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${status}\n${output.slice(-6000)}`)
  return output
}

/** @throws Missing unless a program is installed */
export function requires(command, ...versionArgs) {
  const { status } = spawnSync(command, versionArgs.length > 0 ? versionArgs : ['--version'])
  if (status !== 0) throw new Missing(`${command} is not installed`)
}

/** The folder of a set of tools, installed when it is first used. Other versions get another folder. */
export async function installed(name, sources, install) {
  const hash = createHash('sha256')
  for (const source of sources) hash.update(readFileSync(source))
  const folder = join(cache, `${name}-${hash.digest('hex').slice(0, 12)}`)
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  const unfinished = mkdtempSync(join(cache, 'unfinished-'))
  for (const source of sources) cpSync(source, join(unfinished, source.split('/').at(-1)))
  await install(unfinished)
  if (existsSync(folder)) rmSync(unfinished, { recursive: true })
  else renameSync(unfinished, folder)
  return folder
}

/** The tools from npm. @returns their folder */
export const npmTools = () =>
  installed('npm', ['test/generators/package.json'], (folder) =>
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder })
  )

/** Runs a program of the tools from npm. */
export async function npx(tool, args, options) {
  return run(join(await npmTools(), 'node_modules/.bin', tool), args, options)
}

/**
 * The folder of packages from PyPI: no virtual environment, which could not be renamed.
 *
 * @param requirements a file in pip's format
 * @throws Missing without Python
 */
export async function pythonPackages(name, requirements) {
  requires('python3')
  return installed(name, [requirements], (folder) =>
    run('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, '-r', join(folder, 'requirements.txt')])
  )
}

/** The libraries of the tools for Python. @returns their folder */
const pythonTools = () => pythonPackages('python', 'test/generators/requirements.txt')

/** Runs Python with its tools and with packages in other folders. */
export async function python(args, { paths = [], ...options } = {}) {
  const tools = await pythonTools()
  return run('python3', args, { ...options, env: { PYTHONPATH: [...paths, tools].join(delimiter) } })
}

/** Runs a program of the tools for Python. */
export async function pythonTool(tool, args) {
  return python([join(await pythonTools(), 'bin', tool), ...args])
}

/** Generates a client with openapi-generator. @param properties its options, as `name=value,…` */
export async function openApiGenerator(generator, document, folder, properties = '') {
  requires('java', '-version')
  const options = properties === '' ? [] : ['--additional-properties', properties]
  const input = `specs/${document}.json`
  await pythonTool('openapi-generator-cli', ['generate', '-i', input, '-g', generator, '-o', folder, ...options])
}

/** A temporary folder that is removed after a test. @param parent modules find the packages that are installed there */
export async function temporaryFolder(use, parent = tmpdir()) {
  const folder = mkdtempSync(join(parent, 'mock-generators-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A new mock that is stopped after a test. */
export async function withMock(use, ...options) {
  const mock = spawn(process.execPath, ['dist/main.cjs', '--port', '0', '--ephemeral', '--json', ...options], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  try {
    const [ready] = await once(createInterface(mock.stdout), 'line')
    return await use(JSON.parse(ready).url)
  } finally {
    mock.kill()
    if (mock.exitCode === null) await once(mock, 'close')
  }
}
