import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { otherThanFile } from '../common/files/kind-of-file.ts'
import { makeDirectory } from '../common/files/make-directory.ts'
import { reasonOf } from '../common/reason-of.ts'
import type { KeyedCertificate } from './authority.ts'

/** The certificate that the server sends. */
export interface ServedCertificate extends KeyedCertificate {
  /** The built-in CA that clients must trust, in PEM; `undefined` for a certificate provided by the user. */
  readonly ca?: string
}

export interface CertificateOptions {
  /** A certificate provided by the user. */
  readonly certFile?: string | undefined
  readonly keyFile?: string | undefined
  /** The real hosts of the emulated APIs: clients may be routed here instead. */
  readonly hosts: readonly string[]
  /** Additional names and addresses of the server. */
  readonly names: readonly string[]
  /** The folder that keeps the CA; without it, every start creates a new one. */
  readonly directory?: string | undefined
  readonly now: Date
}

/** The certificate cannot be used. The message says why. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError'
}

const LOCAL = ['localhost', '127.0.0.1', '::1']

/**
 * The certificate in the given files, or a new one signed by the built-in CA.
 *
 * @throws CertificateError if a file cannot be read, the certificate is not valid now, or the key is not its key
 */
export async function servedCertificate(options: CertificateOptions): Promise<ServedCertificate> {
  const { certFile, keyFile, hosts, names, directory, now } = options
  requireHostNames(names)
  if (certFile !== undefined && keyFile !== undefined) {
    const provided = await readCertificate(certFile, keyFile, now)
    requireNames(provided, certFile, names)
    return provided
  }
  if (certFile !== undefined || keyFile !== undefined) {
    throw new CertificateError('--tls-cert and --tls-key must be used together')
  }
  // Loaded lazily: a provided certificate does not need this large library.
  const { makeAuthority, makeLeaf } = await import('./authority.ts')
  const authority = await loadAuthority(directory, now, makeAuthority)
  const leaf = await makeLeaf(authority, [...new Set([...LOCAL, ...hosts, ...names])], now).catch((error) => {
    throw new CertificateError(
      `the CA in ${directory} cannot sign (delete the folder to create a new one): ${error.message}`
    )
  })
  return { ...leaf, ca: authority.cert }
}

async function readCertificate(certFile: string, keyFile: string, now: Date): Promise<KeyedCertificate> {
  const cert = await readPem(certFile)
  const key = await readPem(keyFile)
  const chain = chainIn(cert, certFile)
  const [leaf] = chain
  if (/ENCRYPTED/.test(key)) throw new CertificateError(`${keyFile} is encrypted: passphrases are not supported`)
  const privateKey = parsed(keyFile, 'a private key', () => createPrivateKey(key))
  if (!leaf.checkPrivateKey(privateKey)) {
    const isOutOfOrder = chain.some((each) => each.checkPrivateKey(privateKey))
    throw new CertificateError(
      isOutOfOrder
        ? `${certFile}: the certificate for ${keyFile} must come first, followed by its issuers`
        : `${keyFile} is not the private key of the certificate in ${certFile}`
    )
  }
  requireValid(leaf, certFile, now)
  // A cross-signed CA is listed twice, and one of the two may have expired: clients use the valid one.
  for (const each of chain) {
    const hasValidTwin = chain.some((other) => other.subject === each.subject && isValidAt(now, other))
    if (!hasValidTwin) requireValid(each, certFile, now)
  }
  parsed(certFile, 'certificates', () => createSecureContext({ cert, key }))
  return { cert, key }
}

const PEM = /-----BEGIN CERTIFICATE-----.*?(?:-----END CERTIFICATE-----|$)/gs

/** The certificate of the server, followed by its issuers. */
function chainIn(pem: string, file: string): [X509Certificate, ...X509Certificate[]] {
  const [first = pem, ...others] = pem.match(PEM) ?? []
  const read = (text: string): X509Certificate => parsed(file, 'a certificate', () => new X509Certificate(text))
  return [read(first), ...others.map(read)]
}

/** A provided certificate must cover the names in `--tls-name`. */
function requireNames({ cert }: KeyedCertificate, certFile: string, names: readonly string[]): void {
  const leaf = new X509Certificate(cert)
  const missing = names.find((name) => (isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name)) === undefined)
  if (missing !== undefined)
    throw new CertificateError(`the certificate in ${certFile} does not cover ${missing}, a --tls-name`)
}

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?'
/** A host name, or a wildcard such as `*.example.com`. A name that ends in a number would be an address. */
const HOST = new RegExp(`^(?=.{1,253}$)(?:\\*\\.(?=.*\\.))?(?:${LABEL}\\.)*(?![0-9]+$)${LABEL}$`, 'i')

function requireHostNames(names: readonly string[]): void {
  const wrong = names.find((name) => isIP(name) === 0 && !HOST.test(name))
  if (wrong !== undefined) throw new CertificateError(`--tls-name: expected host names or addresses, not '${wrong}'`)
}

/** The CA that an earlier start saved, or a new one. */
async function loadAuthority(
  directory: string | undefined,
  now: Date,
  make: (now: Date) => Promise<KeyedCertificate>
): Promise<KeyedCertificate> {
  if (directory === undefined) return make(now)
  const certFile = join(directory, 'ca.pem')
  const keyFile = join(directory, 'ca-key.pem')
  if (existsSync(certFile)) {
    return readCertificate(certFile, keyFile, now).catch(({ message }) => {
      // For example, the clock was wrong when it was created.
      throw new CertificateError(`${message}. Delete ${directory} to create a new CA, which clients must trust again`)
    })
  }
  const authority = await make(now)
  await makeDirectory(directory).catch((error) => {
    throw new CertificateError(`cannot save the CA in ${directory}: ${error.message}`)
  })
  await writeFile(keyFile, authority.key, { mode: 0o600 })
  await writeFile(certFile, authority.cert, { mode: 0o600 })
  return authority
}

/** In bytes. Real files have a few thousand. */
const MAX_SIZE = 16 * 1024 * 1024

async function readPem(file: string): Promise<string> {
  try {
    const stats = await stat(file)
    // Shells pass the output of a command as a pipe with such a name. Reading any other pipe might wait forever for a writer.
    const isOutput = stats.isFIFO() && /^\/(?:dev|proc)\//.test(file)
    const other = isOutput ? undefined : otherThanFile(stats)
    if (other !== undefined) throw new Error(`it is ${other}, not a file`)
    if (stats.size > MAX_SIZE) throw new Error(`it is larger than ${MAX_SIZE} bytes: not a certificate or a key in PEM`)
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'no such file. Correct --tls-cert or --tls-key' : reasonOf(error as Error)
    throw new CertificateError(`cannot read ${file}: ${reason}`)
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
    throw new CertificateError(`the certificate in ${file} is not valid before ${validFrom}`)
}
