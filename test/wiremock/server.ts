import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Test } from 'tap'

const PACKAGES = { wiremock: '3.13.2', 'wiremock-rest-client': '1.11.0', 'wiremock-captain': '3.6.0' }
const folder = join(tmpdir(), 'atrium-atms-mock-wiremock')

/** Installs WireMock and its clients on first use. @returns the folder that contains them */
export async function packages(): Promise<string> {
  if (!existsSync(join(folder, 'node_modules', 'wiremock-captain'))) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }))
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder })
  }
  return join(folder, 'node_modules')
}

/** Starts the real WireMock for a test. @param root its folder @returns its URL */
export async function wiremockFor(t: Test, root: string): Promise<string> {
  const build = join(await packages(), 'wiremock', 'build')
  const jar = readdirSync(build).find((name) => name.endsWith('.jar')) as string
  const port = await freePort()
  const child = spawn(
    'java',
    ['-jar', join(build, jar), '--port', String(port), '--disable-banner', '--root-dir', root],
    {
      stdio: 'ignore'
    }
  )
  t.teardown(() => end(child))
  const url = `http://127.0.0.1:${port}`
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error('WireMock did not start. Is Java installed?')
    await sleep(200)
  }
  return url
}

function end(child: ChildProcess): Promise<unknown> {
  const ended = new Promise((done) => child.once('exit', done))
  child.kill()
  return ended
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/__admin/health`).then(
    ({ ok }) => ok,
    () => false
  )

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
