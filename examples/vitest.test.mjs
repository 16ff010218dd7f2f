import { testWith } from 'atrium-atms-mock/vitest'
import { expect } from 'vitest'

const test = testWith({ fixtures: 'paging' })

test('the list has a second page', async ({ mock, mockUrl }) => {
  const response = await fetch(`${mockUrl}/users?page=2`, { headers: mock.credentials.atrium })
  const { pagination } = await response.json()
  expect(pagination).toMatchObject({ current_page: 2, total_entries: 260 })
})
