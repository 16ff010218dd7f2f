import { writeFile } from 'node:fs/promises'
import { type RequestOptions, request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { makeAuthority, makeLeaf } from '../../src/tls/authority.ts'

/** Files as a user brings them, and the authority that a client has to trust. */
export interface CertificateFiles {
  readonly tlsCert: string
  readonly tlsKey: string
  readonly ca: string
}

/** Writes a certificate for `localhost` and its key into a folder. @param issued the day that it is made on */
export async function certificateFiles(folder: string, name: string, issued = new Date()): Promise<CertificateFiles> {
  const authority = await makeAuthority(issued)
  const { cert, key } = await makeLeaf(authority, ['localhost'], issued)
  const [tlsCert, tlsKey] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)] as const
  await writeFile(tlsCert, cert)
  await writeFile(tlsKey, key)
  return { tlsCert, tlsKey, ca: authority.cert }
}

/** Asks over HTTPS. @throws where the certificate is not trusted, or is for another name */
export function askSecurely(options: RequestOptions): Promise<{ status: number | undefined; body: string }> {
  return new Promise((done, fail) => {
    request({ agent: false, ...options }, (response) => {
      text(response).then((body) => done({ status: response.statusCode, body }), fail)
    })
      .once('error', fail)
      .end()
  })
}
