#!/usr/bin/env node
import { runProgram } from './cli/program.ts'

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
