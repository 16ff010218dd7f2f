import type { Test } from 'tap'
import { ADDRESSES } from '../support/addresses.ts'
import { clientOf } from '../support/client.ts'
import { controlFor } from '../support/control.ts'

/** Address patterns are compared with the address as sent, as in WireMock. */
export async function addresses(t: Test): Promise<void> {
  for (const prefix of ['', '/sandboxes/w1']) {
    t.test(prefix === '' ? 'in the default sandbox' : 'in a sandbox named by the path', async (t) => {
      const { mock } = await controlFor(t)
      const client = clientOf(mock.url + prefix)
      const sandbox = prefix === '' ? mock : mock.sandbox('w1')
      for (const [path, request, expected] of ADDRESSES) {
        await sandbox.reset()
        await sandbox.stub({ request, response: { status: 218 } })
        const { status } = await client(`GET ${prefix}${path}`)
        t.equal(status === 218, expected, `${path} ${JSON.stringify(request)}`)
        t.equal(await sandbox.requests.count(request), expected ? 1 : 0, `count ${path} ${JSON.stringify(request)}`)
      }
    })
  }
}
