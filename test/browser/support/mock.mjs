import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Starts the built server on a free port. */
export async function startMock(...options) {
  const words = ['dist/main.cjs', '--port', '0', '--ephemeral', '--json', ...options]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [ready] = await once(createInterface(child.stdout), 'line')
  const { url } = JSON.parse(ready)
  return {
    url,
    pid: child.pid,
    /** Sends a request with a JSON body, and returns the JSON of the response. */
    async call(method, path, body, headers = {}) {
      const response = await fetch(url + path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) })
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
      return text === '' ? undefined : JSON.parse(text)
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill()
      await once(child, 'close')
    }
  }
}
