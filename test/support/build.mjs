// tap runs this before the tests, which start the built program.
import { execFileSync } from 'node:child_process'

// Without the hooks that tap adds to each Node process: the build does not count towards the coverage.
const { NODE_OPTIONS, ...env } = process.env
execFileSync(process.execPath, ['scripts/build.mjs'], { env, stdio: 'inherit' })
