#!/usr/bin/env node

/**
 * Resolves with the exit code that shells expect after a signal. The listeners are added before the rest of the program is loaded, because the
 * first process of a container ignores signals that it does not listen to.
 */
const interrupted = nextInterruption()

function nextInterruption(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(130)).once('SIGTERM', () => resolve(143))
  })
}

process.stderr.on('error', () => {})
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // It is not an error if the reader closes the pipe early, but a full disk is one.
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
      columns: process.stdout.columns,
      hasColors: process.stdout.isTTY === true && process.stdout.hasColors(),
      showsProgress: process.stderr.isTTY === true,
      environment: process.env,
      interrupted,
      nextInterruption
    })
  )
  .then((code) => {
    // An interrupted command is still running and would keep the process alive.
    if (code > 128) process.exit(code)
    if (code > 0) process.exitCode = code
  })
