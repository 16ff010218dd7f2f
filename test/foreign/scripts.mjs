// Clients whose packages do not contain their tests: each scenario covers what those tests cover.
import { requires } from '../generators/toolbox.mjs'
import { npmPackages, pythonPackages } from './packages.mjs'
import { runSuite } from './suite.mjs'

const SCENARIOS = 'test/foreign/scenarios'

export const captain = {
  name: 'wiremock-captain',
  run: async (url) => {
    const args = ['--test-reporter=tap', `${SCENARIOS}/captain.mjs`, url, await npmPackages()]
    return runSuite(process.execPath, args)
  }
}

export const python = {
  name: 'python-wiremock',
  run: async (url) => {
    requires('python3')
    // No folders of compiled modules next to the sources.
    const env = { PYTHONPATH: await pythonPackages(), PYTHONDONTWRITEBYTECODE: '1' }
    return runSuite('python3', [`${SCENARIOS}/python/main.py`, url], { env })
  }
}
