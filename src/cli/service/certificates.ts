import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import type { Environment } from '../options.ts'
import { ServiceError } from './service-error.ts'

/** Node reads the certificates of the system since 22.15. */
type GetCertificates = ((type: 'default' | 'system') => string[]) | undefined

/** Where Linux distributions keep the certificates of the system: Debian, Fedora, openSUSE, Alpine. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem'
]

/** The certificates of the authorities to trust: those of Node, of the system, and of a file. */
export function trustedCertificates(file: string | undefined, environment: Environment): string[] {
  const getCACertificates: GetCertificates = Reflect.get(tls, 'getCACertificates')
  const builtIn = getCACertificates?.('default') ?? tls.rootCertificates
  const system =
    getCACertificates?.('system') ?? [environment['NODE_EXTRA_CA_CERTS'], ...SYSTEM_FILES].flatMap(readIfPresent)
  return [...builtIn, ...system, ...(file === undefined ? [] : certificatesIn(file))]
}

const readIfPresent = (file: string | undefined): string[] =>
  file !== undefined && existsSync(file) ? [readFileSync(file, 'utf8')] : []

function certificatesIn(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    for (const certificate of found) new X509Certificate(certificate)
  } catch {
    throw new ServiceError(`--cacert: ${file} contains an invalid certificate`)
  }
  if (found.length === 0)
    throw new ServiceError(
      `--cacert: ${file} contains no certificate: expected text that starts with -----BEGIN CERTIFICATE-----`
    )
  return found
}
