#!/usr/bin/env node
import { runProgram } from './cli/program.ts'

// Who reads the output may go away before the end: that is no reason to fail.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

/** The exit code of a process that a signal ended. */
const asked = new Promise<number>((resolve) => {
  process.once('SIGINT', () => resolve(130)).once('SIGTERM', () => resolve(143))
})

runProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isInteractive: process.stdout.isTTY === true,
  environment: process.env,
  asked
}).then((code) => {
  // What was interrupted goes on otherwise.
  if (code > 128) process.exit(code)
  process.exitCode = code
})
