const { startMock } = require('atrium-atms-mock')

let mock
beforeAll(async () => {
  mock = await startMock()
})
beforeEach(() => mock.reset())
afterAll(() => mock.close())

test('a user can be disabled', async () => {
  const headers = { ...mock.credentials.atms, 'content-type': 'application/json' }
  const user = { Username: 'jest-1', DisplayName: 'Jest', UserGroupName: 'Operators' }
  await fetch(`${mock.url}/api/Users`, { method: 'POST', headers, body: JSON.stringify(user) })
  const disabled = await fetch(`${mock.url}/api/Users/jest-1/disable`, {
    method: 'PUT',
    headers: mock.credentials.atms
  })
  expect(disabled.ok).toBe(true)
})
