import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { mockForTests } from 'atrium-atms-mock/test'

const withMock = mockForTests(after)

test(
  'users from the fixtures can be listed',
  withMock(async ({ mock, mockUrl }) => {
    const response = await fetch(`${mockUrl}/users`, { headers: mock.credentials.atrium })
    assert.equal(response.status, 200)
    await mock.expectRequest({ method: 'GET', urlPath: '/users' }, { times: 1 })
  })
)
