import { existsSync } from 'node:fs'
import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { startMock } from '../../src/index.ts'
import { makeAuthority } from '../../src/tls/authority.ts'
import { certificateFiles, rsaAuthority } from '../support/certificates.ts'
import { mockFor } from '../support/mock.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'
import { callAs } from './calls.ts'

const YEARS = 366 * 24 * 60 * 60 * 1000

/** The CA of the mock. */
export async function authority(t: Test): Promise<void> {
  t.test('the CA certificate can be downloaded without the admin token', async (t) => {
    const mock = await mockFor(t, { tlsPort: 0, adminToken: 'secret' })
    const response = await fetch(`${mock.url}/__admin/ca.pem`)
    t.equal(response.headers.get('content-type'), 'application/x-pem-file', 'the type of the CA certificate')
    t.equal(await response.text(), mock.ca, 'the CA certificate')
    const folder = await temporaryFolder(t)
    const { ca: _, ...files } = await certificateFiles(folder, 'own')
    for (const options of [{}, { tlsPort: 0, noAdmin: true }, { tlsPort: 0, ...files }]) {
      const other = await mockFor(t, options)
      t.equal((await fetch(`${other.url}/__admin/ca.pem`)).status, 404, 'no CA without HTTPS')
    }
  })

  t.test('the CA is kept between starts, so clients need to trust it only once', async (t) => {
    const dataDir = await temporaryFolder(t)
    const first = await startMock({ dataDir, tlsPort: 0 })
    await first.close()
    const second = await mockFor(t, { dataDir, tlsPort: 0, tlsName: ['added.example'] })
    t.equal(second.ca, first.ca, 'the same CA')
    t.match(await callAs(second, 'added.example', first.ca), { status: 200 }, 'a name that was added')
    if (process.platform !== 'win32')
      t.equal((await stat(join(dataDir, 'tls', 'ca-key.pem'))).mode & 0o777, 0o600, 'only the owner can read its key')
  })

  t.test('in memory, each start creates a new CA', async (t) => {
    const [one, two] = [await mockFor(t, { tlsPort: 0 }), await mockFor(t, { tlsPort: 0 })]
    t.not(one.ca, two.ca, 'different CAs')
    t.notOk(existsSync('.mock/tls'), 'no CA in the default data directory')
    await t.rejects(
      callAs(two, 'localhost', one.ca),
      { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
      'a client that trusts the other CA'
    )
  })

  t.test('a CA that cannot sign or be saved is reported', async (t) => {
    const dataDir = await temporaryFolder(t)
    await (await startMock({ dataDir, tlsPort: 0 })).close()
    const { cert, key } = await rsaAuthority()
    await writeFile(join(dataDir, 'tls', 'ca-key.pem'), key)
    await t.rejects(
      startMock({ dataDir, tlsPort: 0 }),
      { message: /ca-key\.pem is not the private key/ },
      'the key of another certificate'
    )
    await writeFile(join(dataDir, 'tls', 'ca.pem'), cert)
    await t.rejects(
      startMock({ dataDir, tlsPort: 0 }),
      {
        message: /the CA in .*tls cannot sign \(delete the folder to create a new one\): /
      },
      'a certificate that cannot sign'
    )
    const old = await makeAuthority(new Date(Date.now() - 12 * YEARS))
    await writeFile(join(dataDir, 'tls', 'ca.pem'), old.cert)
    await writeFile(join(dataDir, 'tls', 'ca-key.pem'), old.key)
    await t.rejects(
      startMock({ dataDir, tlsPort: 0 }),
      { message: /ca\.pem expired on .*\. Delete .*tls to create a new CA/ },
      'a CA that was created while the clock was wrong'
    )
    await rm(join(dataDir, 'tls'), { recursive: true })
    await writeFile(join(dataDir, 'tls'), '')
    await t.rejects(
      startMock({ dataDir, tlsPort: 0 }),
      { message: /cannot save the CA in .*tls: / },
      'a CA that cannot be saved'
    )
  })

  t.test('a damaged CA file is reported and not overwritten', async (t) => {
    const dataDir = await temporaryFolder(t)
    await (await startMock({ dataDir, tlsPort: 0 })).close()
    await writeFile(join(dataDir, 'tls', 'ca.pem'), 'torn')
    const before = await filesIn(join(dataDir, 'tls'))
    await t.rejects(
      startMock({ dataDir, tlsPort: 0 }),
      { message: /ca\.pem: expected a certificate in PEM/ },
      'a damaged certificate'
    )
    t.strictSame(await filesIn(join(dataDir, 'tls')), before, 'the files are unchanged')
  })
}
