import 'reflect-metadata'
import { writeFile } from 'node:fs/promises'
import { type RequestOptions, request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as x509 from '@peculiar/x509'
import { makeAuthority, makeLeaf } from '../../src/tls/authority.ts'

/** The files of a certificate, and the CA that clients must trust. */
export interface CertificateFiles {
  readonly tlsCert: string
  readonly tlsKey: string
  readonly ca: string
}

/** Writes a certificate for `localhost` and its key into a folder. @param issued the start of its validity */
export async function certificateFiles(folder: string, name: string, issued = new Date()): Promise<CertificateFiles> {
  const authority = await makeAuthority(issued)
  const { cert, key } = await makeLeaf(authority, ['localhost'], issued)
  const [tlsCert, tlsKey] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)] as const
  await writeFile(tlsCert, cert)
  await writeFile(tlsKey, key)
  return { tlsCert, tlsKey, ca: authority.cert }
}

/** A CA made by another program, with an RSA key. */
export async function rsaAuthority(): Promise<{ readonly cert: string; readonly key: string }> {
  const rsa = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: Uint8Array.of(1, 0, 1),
    modulusLength: 2048
  }
  const keys = await crypto.subtle.generateKey(rsa, true, ['sign', 'verify'])
  const cert = await x509.X509CertificateGenerator.createSelfSigned({ name: 'CN=own', keys, signingAlgorithm: rsa })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { cert: cert.toString('pem'), key }
}

/** Sends an HTTPS request. @throws if the certificate is not trusted, or does not cover the name */
export function httpsRequest(options: RequestOptions): Promise<{ status: number | undefined; body: string }> {
  return new Promise((done, fail) => {
    request({ agent: false, ...options }, (response) => {
      text(response).then((body) => done({ status: response.statusCode, body }), fail)
    })
      .once('error', fail)
      .end()
  })
}
