import * as timers from 'node:timers'
import * as promises from 'node:timers/promises'

// The real timers, even if a test in the same process replaces them: jsdom has its own, and the fake timers of Jest and Vitest replace
// the globals. Those of node:test replace members of Node's modules, so this module reads the functions once, when it is loaded.

export const { clearInterval, clearTimeout, setInterval, setTimeout } = timers

/** Waits for some milliseconds. */
export const sleep = promises.setTimeout
/** Lets other requests proceed. */
export const nextTurn = promises.setImmediate
/** Runs a function before any event is handled. */
export const nextTick = process.nextTick.bind(process)
