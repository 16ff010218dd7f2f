import type { Test } from 'tap'
import { type MockOptions, startMock } from '../../../src/index.ts'
import { clientOf } from '../../support/client.ts'
import { mockFor } from '../../support/mock.ts'
import { type FixtureFiles, QUERY, SECRET, secret } from './planted.ts'

/** Errors of the library and of the emulated APIs. */
export async function errors(t: Test, { file, bad }: FixtureFiles): Promise<void> {
  t.test('errors of the library do not contain a credential', async (t) => {
    const mock = await mockFor(t, { fixtures: file })
    await fetch(`${mock.url}/users?${QUERY}`, { headers: { authorization: secret('basic') } })
    t.notMatch(JSON.stringify(await mock.requests.find({})), SECRET, 'the journal')
    const token = [SECRET] as unknown as string
    await t.rejects(startMock({ adminToken: token }), { message: 'option adminToken: expected string' }, 'the option')
    const failing: MockOptions = { fixtures: bad }
    await startMock(failing).then(
      () => t.fail('it started'),
      (error) => t.notMatch(`${error.stack}${JSON.stringify(error)}`, SECRET, 'an invalid fixture')
    )
  })

  t.test('the journal hides secrets that an error quotes, and the response does not', async (t) => {
    const mock = await mockFor(t, { fixtures: file })
    const sends = { headers: { token: secret('token') } }
    const sent = await (await fetch(`${mock.url}/api/None?${QUERY}`, sends)).text()
    t.match(sent, secret('query'), 'its sender sees the URI as sent')
    const { requests } = await clientOf(mock.url)('GET /__admin/requests').then(({ text }) => JSON.parse(text))
    const [{ response }] = requests
    t.match(JSON.parse(response.body).Message, /\/api\/None\?access_token=\*{5}/, 'the body')
    t.equal(Buffer.from(response.bodyAsBase64, 'base64').toString(), response.body, 'the same body in Base64')
  })
}
