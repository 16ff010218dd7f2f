#!/usr/bin/env node
import { runProgram } from './program.ts'

process.stderr.on('error', () => {})
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // A reader that closes the pipe early is not an error, but a full disk is.
  if (code === 'EPIPE' || process.exitCode !== undefined) return
  process.exitCode = 1
  process.stderr.write(`atrium-atms-mock: cannot write output: ${message}\n`)
})

/** The exit code that shells expect after a signal. */
const interrupted = new Promise<number>((resolve) => {
  process.once('SIGINT', () => resolve(130)).once('SIGTERM', () => resolve(143))
})

runProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isInteractive: process.stdout.isTTY === true,
  hasColors: process.stdout.isTTY === true && process.stdout.hasColors(),
  showsProgress: process.stderr.isTTY === true,
  environment: process.env,
  interrupted
}).then((code) => {
  // An interrupted command is still running and would keep the process alive.
  if (code > 128) process.exit(code)
  if (code > 0) process.exitCode = code
})
