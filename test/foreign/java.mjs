// WireMock's own Java client, from its standalone jar: a scenario covers what its tests cover.
import { readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { requires, run as runProgram, temporaryFolder } from '../generators/toolbox.mjs'
import { npmPackages } from './packages.mjs'
import { runSuite } from './suite.mjs'

const SCENARIO = 'test/foreign/scenarios/java'

export const java = {
  name: 'wiremock-java',
  run: (url) =>
    temporaryFolder(async (folder) => {
      requires('javac')
      const build = join(await npmPackages(), 'node_modules/wiremock/build')
      const jars = readdirSync(build).filter((name) => name.endsWith('.jar'))
      const classPath = [folder, ...jars.map((jar) => join(build, jar))].join(delimiter)
      const sources = readdirSync(SCENARIO).map((name) => join(SCENARIO, name))
      await runProgram('javac', ['-encoding', 'UTF-8', '-cp', classPath, '-d', folder, ...sources])
      return runSuite('java', ['-cp', classPath, 'Main', url])
    })
}
