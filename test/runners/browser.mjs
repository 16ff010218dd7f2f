// Playwright with a page in Chromium, which calls the mock from another origin.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { Missing } from '../generators/toolbox.mjs'
import { attempt, project } from './project.mjs'

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export const browser = {
  name: 'browser',
  run: (tarball) =>
    project(tarball, 'playwright', async (cwd, binary) => {
      const chromium = process.env.CHROMIUM ?? PATHS.find(existsSync)
      if (chromium === undefined) throw new Missing('Chromium is not installed')
      const env = { CHROMIUM: chromium, PARALLEL: '0' }
      const { status, output } = await attempt(binary('playwright'), ['test', 'browser.spec.ts'], { cwd, env })
      assert.equal(status, 0, output)
    })
}
