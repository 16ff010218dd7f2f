const { mockForTests } = require('atrium-atms-mock/test')

const withMock = mockForTests(afterAll)

test(
  'a user can be disabled',
  withMock(async ({ mock, mockUrl }) => {
    const headers = { ...mock.credentials.atms, 'content-type': 'application/json' }
    const user = { Username: 'jest-1', DisplayName: 'Jest', UserGroupName: 'Operators' }
    await fetch(`${mockUrl}/api/Users`, { method: 'POST', headers, body: JSON.stringify(user) })
    const disabled = await fetch(`${mockUrl}/api/Users/jest-1/disable`, {
      method: 'PUT',
      headers: mock.credentials.atms
    })
    expect(disabled.ok).toBe(true)
    await mock.expectRequest({ method: 'PUT', urlPath: '/api/Users/jest-1/disable' }, { times: 1 })
  })
)
