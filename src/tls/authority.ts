import 'reflect-metadata'
import { randomBytes, type webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import * as x509 from '@peculiar/x509'

/** A certificate and its private key, both in PEM. */
export interface KeyedCertificate {
  readonly cert: string
  readonly key: string
}

const DAY = 24 * 60 * 60 * 1000
const AUTHORITY_DAYS = 3650
/** Clients reject server certificates that are valid for more than 398 days. */
const LEAF_DAYS = 390
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** Creates a CA for clients to trust. */
export async function makeAuthority(now: Date): Promise<KeyedCertificate> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(now, AUTHORITY_DAYS),
    name: 'CN=atrium-atms-mock CA',
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)
    ]
  })
  return { cert: cert.toString('pem'), key: await pemOf(keys.privateKey) }
}

/**
 * Creates a server certificate, signed by the CA.
 *
 * @param names host names and IP addresses
 */
export async function makeLeaf(
  authority: KeyedCertificate,
  names: readonly string[],
  now: Date
): Promise<KeyedCertificate> {
  const issuer = new x509.X509Certificate(authority.cert)
  const [der] = x509.PemConverter.decode(authority.key)
  const signingKey = await crypto.subtle.importKey('pkcs8', der as ArrayBuffer, ALGORITHM, false, ['sign'])
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const cert = await x509.X509CertificateGenerator.create({
    ...validity(now, LEAF_DAYS),
    subject: 'CN=atrium-atms-mock',
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value }))
      ),
      await x509.AuthorityKeyIdentifierExtension.create(issuer)
    ]
  })
  return { cert: cert.toString('pem'), key: await pemOf(keys.privateKey) }
}

/** Starts a day early, because the clock of a container may be behind. */
const validity = (now: Date, days: number) => ({
  serialNumber: randomBytes(16).toString('hex'),
  notBefore: new Date(now.getTime() - DAY),
  notAfter: new Date(now.getTime() + days * DAY),
  signingAlgorithm: ALGORITHM
})

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')
}
