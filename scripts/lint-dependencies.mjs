// No dependency may run a script when it is installed, which could report the installation, unless package.json allows it.
import { readFileSync } from 'node:fs'

const LOCKS = ['package-lock.json', 'bench/package-lock.json']

const { allowScripts = {} } = JSON.parse(readFileSync('package.json', 'utf8'))
const nameOf = (path) => path.replace(/^.*node_modules\//, '')
const problems = LOCKS.flatMap((lock) =>
  Object.entries(JSON.parse(readFileSync(lock, 'utf8')).packages)
    .filter(([path, { hasInstallScript }]) => hasInstallScript && allowScripts[nameOf(path)] !== true)
    .map(([path]) => `${lock}: ${path} has an install script: do without it, or add it to allowScripts in package.json`)
)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
