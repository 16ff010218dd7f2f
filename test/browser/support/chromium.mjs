import { accessSync, constants } from 'node:fs'
import { chromium } from 'playwright-core'

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Starts headless Chromium; ends the process without a failure if there is none. */
export async function launch() {
  const executablePath = [process.env.CHROMIUM ?? '', ...PATHS].find(isExecutable)
  if (executablePath === undefined) {
    console.log(`skipped: no Chromium at ${PATHS.join(', ')}. Set CHROMIUM to its path`)
    process.exit()
  }
  const args = ['--no-sandbox', '--host-resolver-rules=MAP rebound.example 127.0.0.1']
  return chromium.launch({ executablePath, args })
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
