// go-wiremock: the tests that its module contains. They start a container, so another module replaces testcontainers.
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
      // In an empty folder: inside a module, Go would check versions.
      const found = await runProgram('go', ['mod', 'download', '-json', `${MODULE}@${VERSION}`], { cwd: folder })
      cpSync(JSON.parse(found).Dir, join(folder, 'module'), { recursive: true, mode: 0 })
      const cwd = join(folder, 'module')
      await runProgram('chmod', ['-R', 'u+w', cwd])
      writeFileSync(join(cwd, 'go.mod'), GO_MOD)
      const env = { MOCK_URL: url, GOFLAGS: '-mod=mod' }
      return runSuite('go', ['test', '-count=1', '-json', './...'], { cwd, env, read: readEvents })
    })
}

/** Reads the output of `go test -json`. */
function readEvents(output) {
  const events = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
  const ends = events.filter(({ Test, Action }) => Test !== undefined && (Action === 'pass' || Action === 'fail'))
  return new Map(ends.map(({ Test, Action }) => [Test, Action === 'pass']))
}
