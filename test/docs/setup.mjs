// Installs the packages that the pages use: the packed package, as a user does, and packages for Python.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'atrium-atms-mock', 'docs')
const quiet = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }

/** Builds and packs the package, and installs it into a folder. @returns the path of the tarball */
export function installPackage(folder) {
  execFileSync('npm', ['run', '--silent', 'build'], quiet)
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], quiet)
  const [{ filename }] = JSON.parse(packed)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const install = ['install', '--silent', '--no-audit', '--no-fund', '--no-package-lock', `./${filename}`]
  execFileSync('npm', install, { ...quiet, cwd: folder })
  return join(folder, filename)
}

/** A virtual environment with the packages of a list, created when it is first used. @returns its folder of programs */
export function pythonEnvironment(name, requirements) {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const folder = join(cache, `${name}-${hash}`)
  const bin = join(folder, 'bin')
  // An installation that was interrupted has no such file.
  const complete = join(folder, 'complete')
  if (existsSync(complete)) return bin
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  execFileSync('python3', ['-m', 'venv', folder], quiet)
  execFileSync(join(bin, 'pip'), ['install', '--quiet', '-r', requirements], quiet)
  writeFileSync(complete, '')
  return bin
}

/** The environment of the pages: without what npm and the caller set for themselves. */
export function pageEnvironment(home, ...programs) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|MOCK_|NODE_OPTIONS$|PORT$|FORCE_COLOR$)/i.test(name)
  )
  return {
    ...Object.fromEntries(inherited),
    PATH: [...programs, process.env['PATH']].join(':'),
    HOME: home,
    NO_COLOR: '1',
    // The user's cache, so that pages that install packages are quick.
    npm_config_cache: process.env['npm_config_cache'] ?? join(homedir(), '.npm'),
    npm_config_update_notifier: 'false',
    PYTHONUNBUFFERED: '1'
  }
}
