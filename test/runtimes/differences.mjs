import assert from 'node:assert/strict'

/**
 * Differences of a runtime that lacks a public API. A scenario looks a difference up by its key and runs its check
 * instead, so it also fails when the difference no longer exists.
 */
export const differences = {
  bun: {
    'CONNECTION_RESET_BY_PEER https': {
      text: 'over HTTPS the fault CONNECTION_RESET_BY_PEER closes the connection without a reset',
      check: ({ text, error }) => assert.deepEqual([text, error], ['', undefined], 'nothing, then an orderly end')
    }
  }
}
