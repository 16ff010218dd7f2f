// A CA, and a certificate of it for loopback.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requires, run } from '../../generators/toolbox.mjs'

/**
 * Creates them in a folder. @returns the paths of the CA, and of the certificate with its key
 *
 * @throws Missing without openssl
 */
export async function certificates(folder, name) {
  requires('openssl', 'version')
  const path = (ending) => join(folder, `${name}.${ending}`)
  const openssl = (...words) => run('openssl', words)
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${name}`]
  await openssl('req', '-x509', ...newKey, '-days', '1', '-keyout', path('ca.key'), '-out', path('ca.pem'))
  await openssl('req', ...newKey, '-keyout', path('key'), '-out', path('csr'))
  writeFileSync(path('ext'), 'subjectAltName=IP:127.0.0.1')
  const issuer = ['-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial', '-days', '1']
  await openssl('x509', '-req', '-in', path('csr'), ...issuer, '-extfile', path('ext'), '-out', path('pem'))
  return { ca: path('ca.pem'), cert: path('pem'), key: path('key') }
}
