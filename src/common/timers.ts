import * as timers from 'node:timers'
import * as promises from 'node:timers/promises'

// The real timers, whatever a test in the same process replaces: jsdom has others, and the fake ones of Jest and Vitest replace the
// globals. Those of node:test replace members of Node's modules, so the functions are read once, when this is loaded.

export const { clearInterval, clearTimeout, setInterval, setTimeout } = timers

/** Waits for some milliseconds. */
export const sleep = promises.setTimeout
/** Lets other requests proceed. */
export const nextTurn = promises.setImmediate
/** Runs a function before any event is handled. */
export const nextTick = process.nextTick.bind(process)
