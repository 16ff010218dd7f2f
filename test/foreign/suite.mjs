// Runs the tests of a client.
import { spawnSync } from 'node:child_process'

/**
 * Runs a program that prints "ok NAME" or "not ok NAME" for each test, or what `read` understands.
 *
 * @throws with the output if it ran no test, or failed for another reason than a test
 */
export function runSuite(command, args, { cwd, env = {}, read = readLines } = {}) {
  const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8', timeout: 600_000, maxBuffer: 2 ** 28 }
  const { status, stdout, stderr, error } = spawnSync(command, args, options)
  if (error !== undefined) throw error
  const results = read(stdout)
  const output = `${stdout}${stderr}`
  const hasFailure = [...results.values()].includes(false)
  if (results.size === 0 || (status !== 0 && !hasFailure)) throw new Error(`${command}: exit ${status}\n${output}`)
  return { results, output }
}

/** @returns whether each test passed. Node's test runner numbers the tests. */
function readLines(output) {
  const lines = output.matchAll(/^(not )?ok (?:\d+ - )?(.+)$/gm)
  return new Map([...lines].map(([, not, name]) => [name, not === undefined]))
}
