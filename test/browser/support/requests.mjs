import { openConsole } from './console-page.mjs'
import { startMock } from './mock.mjs'

export const API = {
  'MX-API-Key': 'test-api-key',
  'MX-Client-ID': 'test-client-id',
  'content-type': 'application/json'
}
/** Requests that were reset or evicted. */
export const GONE = /__admin\/requests\//

/** The first row of the list with this name. */
export const row = (page, name) => page.getByRole('option', { name }).first()

/** Sends a request to an emulated API. @returns the JSON of the response, if there is one */
export async function send({ url }, method, path, body, headers = API) {
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) })
  })
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}

/** Opens the view. @param rest the end of its address */
export async function withRequests(browser, rest, use, { server = [], ...options } = {}) {
  const mock = await startMock(...server)
  const permissions = ['clipboard-read', 'clipboard-write']
  const { page, close } = await openConsole(browser, mock.url, `/console/requests${rest}`, {
    permissions,
    mayFail: GONE,
    ...options
  })
  try {
    await page.getByText('live', { exact: true }).waitFor()
    await use(page, mock)
    await close()
  } finally {
    await mock.stop()
  }
}
