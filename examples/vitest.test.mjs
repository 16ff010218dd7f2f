import { startMock } from 'atrium-atms-mock'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

let mock
beforeAll(async () => {
  mock = await startMock({ fixtures: 'paging' })
})
beforeEach(() => mock.reset())
afterAll(() => mock.close())

test('the list has a second page', async () => {
  const response = await fetch(`${mock.url}/users?page=2`, { headers: mock.credentials.atrium })
  const { pagination } = await response.json()
  expect(pagination).toMatchObject({ current_page: 2, total_entries: 260 })
})
