// tap runs this before the tests, which start the built program.
import { execFileSync } from 'node:child_process'

// Without the hooks that tap adds to each Node process: the build does not count towards the coverage.
const build = [process.execPath, 'scripts/build.mjs']
const [file, ...rest] = process.platform === 'win32' ? build : ['env', '-u', 'NODE_OPTIONS', ...build]
execFileSync(file, rest, { stdio: 'inherit' })
