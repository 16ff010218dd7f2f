import { join } from 'node:path'
import type { MockOptions } from '../options/options.ts'
import type { ServedCertificate } from './certificate.ts'

/**
 * The certificate for HTTPS and its port, or `undefined` if no option asks for HTTPS.
 *
 * @throws CertificateError
 */
export async function loadCertificate(
  options: MockOptions,
  hosts: readonly string[],
  now: Date
): Promise<(ServedCertificate & { readonly port: number }) | undefined> {
  const { tlsPort: port, tlsCert: certFile, tlsKey: keyFile, tlsName: names = [], ephemeral, dataDir } = options
  if (port === undefined && certFile === undefined && keyFile === undefined && names.length === 0) return undefined
  // Loaded only if needed, to keep the startup fast.
  const { CertificateError, servedCertificate } = await import('./certificate.ts')
  if (port === undefined) throw new CertificateError('--tls-cert, --tls-key and --tls-name require --tls-port')
  const directory = ephemeral ? undefined : join(dataDir, 'tls')
  return { ...(await servedCertificate({ certFile, keyFile, hosts, names, directory, now })), port }
}
