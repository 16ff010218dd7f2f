import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
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
  requireHosts(names)
  if (certFile !== undefined && keyFile !== undefined) {
    const own = await ownCertificate(certFile, keyFile, now)
    requireNames(own, certFile, names)
    return own
  }
  if (certFile !== undefined || keyFile !== undefined) {
    throw new CertificateError('--tls-cert and --tls-key belong together: one of them is missing')
  }
  // A large library, which nobody needs who brings a certificate or serves no HTTPS.
  const { makeAuthority, makeLeaf } = await import('./authority.ts')
  const authority = await keptAuthority(directory, now, makeAuthority)
  const leaf = await makeLeaf(authority, [...new Set([...NAMES, ...names])], now).catch((error) => {
    throw new CertificateError(
      `the authority in ${directory} cannot sign: expected one that was made here: ${error.message}`
    )
  })
  return { ...leaf, ca: authority.cert }
}

async function ownCertificate(certFile: string, keyFile: string, now: Date): Promise<KeyedCertificate> {
  const cert = await readPem(certFile)
  const key = await readPem(keyFile)
  const chain = chainIn(cert, certFile)
  const [leaf] = chain
  if (/ENCRYPTED/.test(key))
    throw new CertificateError(`${keyFile} is encrypted: expected a private key without a passphrase`)
  const privateKey = parsed(keyFile, 'a private key', () => createPrivateKey(key))
  if (!leaf.checkPrivateKey(privateKey)) {
    const isLater = chain.some((each) => each.checkPrivateKey(privateKey))
    throw new CertificateError(
      isLater
        ? `${certFile}: the certificate of ${keyFile} must stand first, and those that it was signed by after it`
        : `${keyFile} is not the private key of the certificate in ${certFile}`
    )
  }
  requireValid(leaf, certFile, now)
  // An authority may be there twice, signed by an old one and by a new one: clients take the way that is open.
  for (const each of chain) {
    const isOpen = chain.some((other) => other.subject === each.subject && isValidAt(now, other))
    if (!isOpen) requireValid(each, certFile, now)
  }
  parsed(certFile, 'certificates', () => createSecureContext({ cert, key }))
  return { cert, key }
}

const PEM = /-----BEGIN CERTIFICATE-----.*?(?:-----END CERTIFICATE-----|$)/gs

/** The certificate of the server, and those that it was signed by. */
function chainIn(pem: string, file: string): [X509Certificate, ...X509Certificate[]] {
  const [first = pem, ...others] = pem.match(PEM) ?? []
  const read = (text: string): X509Certificate => parsed(file, 'a certificate', () => new X509Certificate(text))
  return [read(first), ...others.map(read)]
}

/** A certificate that was brought along must be for the names that are asked for. */
function requireNames({ cert }: KeyedCertificate, certFile: string, names: readonly string[]): void {
  const leaf = new X509Certificate(cert)
  const missing = names.find((name) => (isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name)) === undefined)
  if (missing !== undefined)
    throw new CertificateError(`the certificate in ${certFile} is not for ${missing} (--tls-name)`)
}

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?'
/** A host name, of which a certificate may leave the first part open. What ends in a number would be an address. */
const HOST = new RegExp(`^(?=.{1,253}$)(?:\\*\\.(?=.*\\.))?(?:${LABEL}\\.)*(?![0-9]+$)${LABEL}$`, 'i')

function requireHosts(names: readonly string[]): void {
  const wrong = names.find((name) => isIP(name) === 0 && !HOST.test(name))
  if (wrong !== undefined) throw new CertificateError(`--tls-name: expected host names or addresses, not '${wrong}'`)
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
  await mkdir(directory, { recursive: true }).catch((error) => {
    throw new CertificateError(`the authority cannot be kept in ${directory}: ${error.message}`)
  })
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

const isValidAt = (now: Date, { validFrom, validTo }: X509Certificate): boolean =>
  new Date(validFrom) <= now && now <= new Date(validTo)

function requireValid({ validFrom, validTo }: X509Certificate, file: string, now: Date): void {
  if (now > new Date(validTo)) throw new CertificateError(`the certificate in ${file} expired on ${validTo}`)
  if (now < new Date(validFrom))
    throw new CertificateError(`the certificate in ${file} is valid from ${validFrom} only`)
}
