// go-wiremock: the tests that its module contains. They want a container, so another module takes the place of testcontainers.
import { cpSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { requires, run as runProgram, temporaryFolder } from '../generators/toolbox.mjs'
import { runSuite } from './suite.mjs'

const MODULE = 'github.com/wiremock/go-wiremock'
const VERSION = 'v1.14.0'
const CONTAINERS = 'github.com/testcontainers/testcontainers-go'
const GO_MOD = `module ${MODULE}

go 1.20

require (
	github.com/google/uuid v1.6.0
	${CONTAINERS} v0.28.0
)

replace ${CONTAINERS} => ${resolve('test/foreign/testcontainers')}
`

export const go = {
  name: 'go-wiremock',
  run: (url) =>
    temporaryFolder(async (folder) => {
      requires('go', 'version')
      // Outside a module, and without the checks of versions that a module would cause.
      const found = await runProgram('go', ['mod', 'download', '-json', `${MODULE}@${VERSION}`], { cwd: folder })
      cpSync(JSON.parse(found).Dir, join(folder, 'module'), { recursive: true, mode: 0 })
      const cwd = join(folder, 'module')
      await runProgram('chmod', ['-R', 'u+w', cwd])
      writeFileSync(join(cwd, 'go.mod'), GO_MOD)
      const env = { MOCK_URL: url, GOFLAGS: '-mod=mod' }
      return runSuite('go', ['test', '-count=1', '-json', './...'], { cwd, env, read: readEvents })
    })
}

/** Reads what `go test -json` prints. */
function readEvents(output) {
  const events = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
  const ends = events.filter(({ Test, Action }) => Test !== undefined && (Action === 'pass' || Action === 'fail'))
  return new Map(ends.map(({ Test, Action }) => [Test, Action === 'pass']))
}
