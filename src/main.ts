#!/usr/bin/env node
import { runProgram } from './cli/program.ts'

// Who reads the output may go away before the end: that is no reason to fail.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const asked = new Promise((resolve) => process.once('SIGTERM', resolve).once('SIGINT', resolve))

runProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isInteractive: process.stdout.isTTY === true,
  environment: process.env,
  asked
}).then((code) => {
  process.exitCode = code
})
