#!/usr/bin/env node

/**
 * The exit code that shells expect after a signal. Listens before the rest of the program is loaded: the first process of a container ignores
 * signals until it does.
 */
const interrupted = new Promise<number>((resolve) => {
  process.once('SIGINT', () => resolve(130)).once('SIGTERM', () => resolve(143))
})

process.stderr.on('error', () => {})
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // A reader that closes the pipe early is not an error, but a full disk is.
  if (code === 'EPIPE' || process.exitCode !== undefined) return
  process.exitCode = 1
  process.stderr.write(`atrium-atms-mock: cannot write output: ${message}\n`)
})

import('./program.ts')
  .then(({ runProgram }) =>
    runProgram(process.argv.slice(2), {
      out: (text) => process.stdout.write(text),
      err: (text) => process.stderr.write(text),
      isInteractive: process.stdout.isTTY === true,
      hasColors: process.stdout.isTTY === true && process.stdout.hasColors(),
      showsProgress: process.stderr.isTTY === true,
      environment: process.env,
      interrupted
    })
  )
  .then((code) => {
    // An interrupted command is still running and would keep the process alive.
    if (code > 128) process.exit(code)
    if (code > 0) process.exitCode = code
  })
