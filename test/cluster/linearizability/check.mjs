// Porcupine decides whether a history is possible.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installed, requires, run } from '../../generators/toolbox.mjs'

const SOURCES = 'test/cluster/porcupine'
const PROGRAM = 'porcupine-check'

/** Compiles the checker in a cache outside the repository. @returns its path. @throws Missing without Go */
export async function checker() {
  requires('go', 'version')
  const sources = readdirSync(SOURCES).map((name) => join(SOURCES, name))
  const folder = await installed('porcupine', sources, (target) =>
    run('go', ['build', '-o', PROGRAM, '.'], { cwd: target })
  )
  return join(folder, PROGRAM)
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
