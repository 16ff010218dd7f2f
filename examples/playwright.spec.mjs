import { expect, test } from 'atrium-atms-mock/playwright'

test('a user can be created', async ({ request, mock, mockUrl }) => {
  const data = { user: { identifier: 'playwright-1' } }
  const response = await request.post(`${mockUrl}/users`, { headers: mock.credentials.atrium, data })
  expect(response.status()).toBe(200)
  await mock.expectRequest({ method: 'POST', urlPath: '/users', json: data }, { times: 1 })
})
