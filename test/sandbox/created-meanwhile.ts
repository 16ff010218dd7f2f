import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'
import { RawConnection } from '../support/raw.ts'
import { temporaryFolder } from '../support/temporary.ts'

const BODY = '{"user":{"identifier":"late"}}'

/** A request whose sandbox is created by another one before its body has arrived belongs to that sandbox. */
export async function createdMeanwhile(t: Test): Promise<void> {
  const stubs = await temporaryFolder(t)
  await mkdir(stubs, { recursive: true })
  const ofFolder = { request: { urlPath: '/users' }, response: { status: 299 }, priority: 5 }
  await writeFile(join(stubs, 'all.json'), JSON.stringify(ofFolder))
  const { admin, mock } = await controlFor(t, { stubs })

  /** Sends half of a request, calls `meanwhile`, and sends the rest. @returns the response */
  const late = async (target: string, body: string, meanwhile: () => Promise<unknown>) => {
    const connection = await RawConnection.open(t, mock.url)
    const head = `POST ${target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`
    connection.write(`${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`)
    while ((await admin('GET', 'health')).json.memory.requests === 0) await new Promise(setImmediate)
    await meanwhile()
    connection.write(body.slice(5))
    return connection.receive('POST')
  }
  const sandboxAdmin = (name: string, path: string, body: object) =>
    admin('POST', `../sandboxes/${name}/__admin/${path}`, body)
  const ofSandbox = { request: { urlPath: '/users' }, response: { status: 288 }, priority: 1 }

  const response = await late('/sandboxes/one/users', BODY, () => sandboxAdmin('one', 'mappings', ofSandbox))
  t.equal(response.status, 288, 'its stubs come first')
  t.equal(
    (await sandboxAdmin('one', 'requests/count', { method: 'POST' })).json.count,
    1,
    'its journal contains the request once'
  )

  const call = await late('/sandboxes/two/__admin/requests/count', '{"method":"GET"}', async () => {
    await fetch(`${mock.url}/sandboxes/two/users`)
    await sandboxAdmin('two', 'mappings', ofSandbox)
    await fetch(`${mock.url}/sandboxes/two/users`)
  })
  t.match(JSON.parse(call.text), { count: 2 }, 'a control call sees its journal')

  const alone = await late('/sandboxes/three/users', BODY, async () => {})
  t.equal(alone.status, 299, 'without another request, a stub of the folder responds')
  t.equal((await sandboxAdmin('three', 'requests/count', {})).json.count, 1, 'and creates the sandbox')
}
