import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startMock } from 'atrium-atms-mock'

let mock
before(async () => {
  mock = await startMock()
})
beforeEach(() => mock.reset())
after(() => mock.close())

test('users from the fixtures can be listed', async () => {
  const response = await fetch(`${mock.url}/users`, { headers: mock.credentials.atrium })
  assert.equal(response.status, 200)
})
