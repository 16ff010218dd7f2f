import { join } from 'node:path'
import type { MockOptions } from '../options/options.ts'
import type { ServedCertificate } from './certificate.ts'

/**
 * What HTTPS is to be served with, and where; `undefined` where nobody asks for it.
 *
 * @throws CertificateError
 */
export async function wantedCertificate(
  options: MockOptions,
  now: Date
): Promise<(ServedCertificate & { readonly port: number }) | undefined> {
  const { tlsPort: port, tlsCert: certFile, tlsKey: keyFile, tlsName: names = [], ephemeral, dataDir } = options
  if (port === undefined && certFile === undefined && keyFile === undefined && names.length === 0) return undefined
  // Loaded only when asked for.
  const { CertificateError, servedCertificate } = await import('./certificate.ts')
  if (port === undefined) throw new CertificateError('--tls-cert, --tls-key and --tls-name need a --tls-port')
  const directory = ephemeral ? undefined : join(dataDir, 'tls')
  return { ...(await servedCertificate({ certFile, keyFile, names, directory, now })), port }
}
