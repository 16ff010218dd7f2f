import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import * as der from './der.ts'
import { ipBytes } from './ip-bytes.ts'

/** A certificate and its private key, both in PEM. */
export interface KeyedCertificate {
  readonly cert: string
  readonly key: string
}

const DAY = 24 * 60 * 60 * 1000
const AUTHORITY_DAYS = 3650
/** Clients reject server certificates that are valid for more than 398 days. */
const LEAF_DAYS = 390

const COMMON_NAME = '2.5.4.3'
const ECDSA_WITH_SHA256 = der.sequence(der.oid('1.2.840.10045.4.3.2'))
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1'
const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37'
}
/** The bits of the key usage, and how many bits of the byte are unused. */
const SIGNS_CERTIFICATES = der.bits(Buffer.of(0b0000_0110), 1)
const SIGNS_HANDSHAKES = der.bits(Buffer.of(0b1000_0000), 7)

/** Creates a CA for clients to trust. */
export async function makeAuthority(now: Date): Promise<KeyedCertificate> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = nameOf('atrium-atms-mock CA')
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const fields = { now, days: AUTHORITY_DAYS, issuer: name, subject: name, publicKey: key }
  const cert = certificate(fields, privateKey, [
    // No other CA below it.
    extension('basicConstraints', der.sequence(der.yes, der.integer(0)), { isCritical: true }),
    extension('keyUsage', SIGNS_CERTIFICATES, { isCritical: true }),
    extension('subjectKeyIdentifier', der.octets(identifierOf(key)))
  ])
  return { cert, key: pemOf(privateKey) }
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
  const issuer = ownerOf(authority.cert)
  const signingKey = createPrivateKey(authority.key)
  const { asymmetricKeyType: type } = signingKey
  if (type !== 'ec') throw new Error(`expected an EC key, not ${type}`)
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const fields = { now, days: LEAF_DAYS, issuer: issuer.name, subject: nameOf('atrium-atms-mock'), publicKey: key }
  const cert = certificate(fields, signingKey, [
    extension('basicConstraints', der.sequence(), { isCritical: true }),
    extension('keyUsage', SIGNS_HANDSHAKES, { isCritical: true }),
    extension('extKeyUsage', der.sequence(der.oid(SERVER_AUTHENTICATION))),
    extension('subjectAltName', der.sequence(...names.map(alternativeName))),
    extension('authorityKeyIdentifier', der.sequence(der.context(0, identifierOf(issuer.publicKey))))
  ])
  return { cert, key: pemOf(privateKey) }
}

interface CertificateFields {
  readonly now: Date
  readonly days: number
  /** Names and the public key are in DER. */
  readonly issuer: Buffer
  readonly subject: Buffer
  readonly publicKey: Buffer
}

/** A certificate (RFC 5280), in PEM. It is valid since yesterday, because the clock of a container may be behind. */
function certificate(fields: CertificateFields, signingKey: KeyObject, extensions: readonly Buffer[]): string {
  const { now, days, issuer, subject, publicKey } = fields
  const content = der.sequence(
    der.constructed(0, der.integer(2)),
    serialNumber(),
    ECDSA_WITH_SHA256,
    issuer,
    der.sequence(der.time(new Date(now.getTime() - DAY)), der.time(new Date(now.getTime() + days * DAY))),
    subject,
    publicKey,
    der.constructed(3, der.sequence(...extensions))
  )
  const signed = der.sequence(content, ECDSA_WITH_SHA256, der.bits(sign('sha256', content, signingKey)))
  const lines = signed.toString('base64').replace(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

/** A positive number: the highest bit of the first byte is its sign. */
function serialNumber(): Buffer {
  const [first = 0, ...others] = randomBytes(16)
  return der.integer(0x40 | (first & 0x3f), ...others)
}

const nameOf = (text: string): Buffer => der.sequence(der.set(der.sequence(der.oid(COMMON_NAME), der.utf8(text))))

function extension(name: keyof typeof EXTENSION, content: Buffer, { isCritical = false } = {}): Buffer {
  return der.sequence(der.oid(EXTENSION[name]), ...(isCritical ? [der.yes] : []), der.octets(content))
}

const alternativeName = (name: string): Buffer =>
  isIP(name) === 0 ? der.context(2, Buffer.from(name)) : der.context(7, ipBytes(name))

/** The name and the public key in a certificate, both in DER. */
function ownerOf(pem: string): { name: Buffer; publicKey: Buffer } {
  const [, base64 = ''] = /-----BEGIN CERTIFICATE-----(.*?)-----END/s.exec(pem) ?? []
  const [content = Buffer.of()] = der.valuesIn(Buffer.from(base64, 'base64'))
  const [, , , , , name, publicKey] = der.valuesIn(content)
  if (name === undefined || publicKey === undefined) throw new Error('expected a certificate of X.509 version 3')
  return { name, publicKey }
}

/** The identifier of a public key: the SHA-1 of its bits. */
function identifierOf(publicKey: Buffer): Buffer {
  const [, key = Buffer.of()] = der.valuesIn(publicKey)
  return createHash('sha1').update(der.contentsOf(key).subarray(1)).digest()
}

const pemOf = (key: KeyObject): string => String(key.export({ type: 'pkcs8', format: 'pem' }))
