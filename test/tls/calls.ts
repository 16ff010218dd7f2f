import type { LookupFunction } from 'node:net'
import type { RunningMock } from '../../src/index.ts'
import { httpsRequest } from '../support/certificates.ts'

/** Credentials for Atrium in the built-in fixtures. */
export const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' }

/** The port of HTTPS. */
export const portOf = ({ tlsUrl = '' }: RunningMock): string => new URL(tlsUrl).port

/** Calls the mock under a host name, with a client that resolves it to the mock. */
export const callAs = (mock: RunningMock, hostname: string, ca = mock.ca) => {
  const lookup: LookupFunction = (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
  return httpsRequest({ hostname, port: portOf(mock), path: '/users', headers: CREDENTIALS, lookup, ca })
}
