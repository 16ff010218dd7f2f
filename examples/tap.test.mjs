import { startMock } from 'atrium-atms-mock'
import t from 'tap'

t.test('a user of one sandbox is not visible in another', async (t) => {
  const mock = await startMock()
  t.teardown(() => mock.close())
  const [one, two] = [mock.sandbox('one'), mock.sandbox('two')]
  const body = JSON.stringify({ user: { identifier: 'only-here' } })
  const headers = { ...one.credentials.atrium, 'content-type': 'application/json' }
  await fetch(`${one.url}/users`, { method: 'POST', headers, body })
  const listed = async ({ url, credentials }) => (await fetch(`${url}/users`, { headers: credentials.atrium })).text()
  t.match(await listed(one), /only-here/)
  t.notMatch(await listed(two), /only-here/)
})
