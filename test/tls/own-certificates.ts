import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { makeAuthority } from '../../src/tls/authority.ts'
import { certificateFiles } from '../support/certificates.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { callAs } from './calls.ts'

const YEARS = 366 * 24 * 60 * 60 * 1000

/** Certificates that the user provides. */
export async function ownCertificates(t: Test): Promise<void> {
  t.test('a provided certificate is served, and no CA is created', async (t) => {
    const folder = await temporaryFolder(t)
    const dataDir = await temporaryFolder(t)
    const { ca, ...files } = await certificateFiles(folder, 'own')
    const mock = await mockFor(t, { dataDir, tlsPort: 0, ...files })
    t.match(await callAs(mock, 'localhost', ca), { status: 200 }, 'the response')
    t.equal(mock.ca, undefined, 'no CA of the mock')
    t.notOk(existsSync(join(dataDir, 'tls')), 'no CA is saved')
  })

  t.test('a chain is served if it contains a valid path', async (t) => {
    const folder = await temporaryFolder(t)
    const { ca, tlsCert, tlsKey } = await certificateFiles(folder, 'own')
    const { cert: expired } = await makeAuthority(new Date(Date.now() - 12 * YEARS))
    await writeFile(tlsCert, [await readFile(tlsCert, 'utf8'), ca, expired].join('\n'))
    t.match(
      await callAs(await mockFor(t, { tlsPort: 0, tlsCert, tlsKey }), 'localhost', ca),
      { status: 200 },
      'the response'
    )
  })
}
