import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { LIBRARY, runScript } from './server.mjs'

const SCRIPT = fileURLToPath(new URL('./use-library.mjs', import.meta.url))

export const library = {
  async 'library: startMock() in this runtime'({ runtime }) {
    const { code, out, err } = await runScript(runtime, [SCRIPT, LIBRARY])
    assert.equal(code, 0, `exit code: ${out}${err}`)
    assert.equal(out, 'done\n', 'output')
  }
}
