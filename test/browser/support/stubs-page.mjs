import { openConsole } from './console-page.mjs'
import { startMock } from './mock.mjs'

/** Errors that the page causes on purpose. */
const MAPPINGS = /__admin\/mappings/

export const stubsOf = async (mock) => (await mock.call('GET', '/__admin/mappings')).mappings

export async function withStubs(browser, path, use) {
  const mock = await startMock()
  try {
    const { page, close } = await openConsole(browser, mock.url, `/console/stubs${path}`, { mayFail: MAPPINGS })
    page.setDefaultTimeout(8000)
    await page.getByRole('switch', { name: 'Flaky' }).waitFor()
    await use(page, mock)
    await close()
  } finally {
    await mock.stop()
  }
}
