// tap runs this before the tests, which start the built program.
import { execFileSync } from 'node:child_process'

// Without the hooks that tap adds to each Node process: the build does not count towards the coverage.
execFileSync('env', ['-u', 'NODE_OPTIONS', process.execPath, 'scripts/build.mjs'], { stdio: 'inherit' })
