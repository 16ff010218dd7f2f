import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyedCertificate } from './authority.ts'

/** What HTTPS is served with. */
export interface ServedCertificate extends KeyedCertificate {
  /** The authority that clients must trust, in PEM; without one the certificate is the user's own. */
  readonly ca?: string
}

export interface CertificateOptions {
  /** Files of the user's own. */
  readonly certFile?: string | undefined
  readonly keyFile?: string | undefined
  /** Further names that the server is called by. */
  readonly names: readonly string[]
  /** Where the authority is kept; without it a new one is made at each start. */
  readonly directory?: string | undefined
  readonly now: Date
}

/** A certificate that cannot be served. The message says why. */
export class CertificateError extends Error {}

/** Where clients look for the emulated hosts. The last one is the name that the official Go client verifies. */
const NAMES = ['localhost', '127.0.0.1', '::1', 'vestibule.mx.com', 'atrium.mx.com', 'moneydesktop.com']

/**
 * The certificate of the user's own files, or one signed by an authority of the mock's own.
 *
 * @throws CertificateError where a file cannot be read, has expired, or the two do not belong together
 */
export async function servedCertificate(options: CertificateOptions): Promise<ServedCertificate> {
  const { certFile, keyFile, names, directory, now } = options
  if (certFile !== undefined && keyFile !== undefined) return ownCertificate(certFile, keyFile, now)
  if (certFile !== undefined || keyFile !== undefined) {
    throw new CertificateError('--tls-cert and --tls-key belong together: one of them is missing')
  }
  // A large library, which nobody needs who brings a certificate or serves no HTTPS.
  const { makeAuthority, makeLeaf } = await import('./authority.ts')
  const authority = await keptAuthority(directory, now, makeAuthority)
  const leaf = await makeLeaf(authority, [...new Set([...NAMES, ...names])], now)
  return { ...leaf, ca: authority.cert }
}

async function ownCertificate(certFile: string, keyFile: string, now: Date): Promise<ServedCertificate> {
  const cert = await readPem(certFile)
  const key = await readPem(keyFile)
  const leaf = parsed(certFile, 'a certificate', () => new X509Certificate(cert))
  const privateKey = parsed(keyFile, 'a private key', () => createPrivateKey(key))
  if (!leaf.checkPrivateKey(privateKey)) {
    throw new CertificateError(`${keyFile} is not the private key of the certificate in ${certFile}`)
  }
  requireValid(leaf, certFile, now)
  return { cert, key }
}

/** The authority that a former start left behind, or a new one. */
async function keptAuthority(
  directory: string | undefined,
  now: Date,
  make: (now: Date) => Promise<KeyedCertificate>
): Promise<KeyedCertificate> {
  if (directory === undefined) return make(now)
  const certFile = join(directory, 'ca.pem')
  const keyFile = join(directory, 'ca-key.pem')
  if (existsSync(certFile)) return ownCertificate(certFile, keyFile, now)
  const authority = await make(now)
  await mkdir(directory, { recursive: true })
  await writeFile(keyFile, authority.key, { mode: 0o600 })
  await writeFile(certFile, authority.cert)
  return authority
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CertificateError(`${file} cannot be read: ${(error as Error).message}`)
  }
}

function parsed<T>(file: string, what: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new CertificateError(`${file}: expected ${what} in PEM: ${(error as Error).message}`)
  }
}

function requireValid({ validFrom, validTo }: X509Certificate, file: string, now: Date): void {
  if (now > new Date(validTo)) throw new CertificateError(`the certificate in ${file} expired on ${validTo}`)
  if (now < new Date(validFrom))
    throw new CertificateError(`the certificate in ${file} is valid from ${validFrom} only`)
}
