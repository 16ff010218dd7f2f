#!/usr/bin/env node
import { runProgram } from './program.ts'

process.stderr.on('error', () => {})
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // Who reads the output may go away before the end: that is no reason to fail, but a full disk is.
  if (code === 'EPIPE' || process.exitCode !== undefined) return
  process.exitCode = 1
  process.stderr.write(`atrium-atms-mock: the output could not be written: ${message}\n`)
})

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
  if (code > 0) process.exitCode = code
})
