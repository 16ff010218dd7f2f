import { openConsole } from './console-page.mjs'
import { startMock } from './mock.mjs'

export const ATRIUM = {
  'MX-API-Key': 'test-api-key',
  'MX-Client-ID': 'test-client-id',
  'content-type': 'application/json',
  'user-agent': 'nightly-job/1.0'
}
export const JSON_BODY = { 'content-type': 'application/json' }

export const account = (name) => ({ Username: name, DisplayName: `Display of ${name}`, UserGroupName: 'Operators' })
export const message = (page, text) =>
  page.getByRole('status', { name: 'Messages' }).locator('.toast', { hasText: text })

export async function recordOf(mock, api, text) {
  const { records } = await mock.call('GET', `/__admin/records/${api}/users?q=${encodeURIComponent(text)}`)
  return records[0]
}

export async function withUsers(browser, path, use, context = {}) {
  const mock = await startMock()
  try {
    // The browser reports every status above 400 as an error: of the changes that the server refuses.
    const { page, close } = await openConsole(browser, mock.url, path, { mayFail: /__admin\/records/, ...context })
    await use(page, mock)
    await close()
  } finally {
    await mock.stop()
  }
}
