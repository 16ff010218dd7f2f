import { example, type Operation } from '../api/operation.ts'
import { NoCertificateAuthority } from './errors.ts'
import type { StateExamples } from './openapi-examples.ts'
import { failure, guarded, shows } from './openapi-responses.ts'
import type { StateSchemas } from './openapi-schemas.ts'
import { Certificate, Liveness, Metrics, Version } from './schemas.ts'

/** The calls about the server. */
export const serverOperations = (
  { Health }: StateSchemas,
  { counts }: StateExamples
): Readonly<Record<string, Operation>> => ({
  read_health: {
    tags: ['server'],
    summary: 'Check whether the server is ready',
    description:
      'The port opens once everything is loaded, so a 200 means the server is ready. With `--store`, it is a 503 while the store cannot be ' +
      'reached, or has changes that have not arrived here.',
    security: [],
    responses: {
      200: shows('The server is ready.', Health, {
        status: 'healthy',
        message: 'atrium-atms-mock is ready',
        version: '0.1.0',
        uptimeInSeconds: 12,
        timestamp: '2026-01-31T09:00:00.000Z',
        serving: {
          fixtures: 'default',
          counts,
          revision: 12,
          start: 'resumed',
          since: '2026-07-01T09:00:00.000Z',
          stubs: 0,
          hasDelay: false
        },
        behavior: {},
        memory: {
          limit: 2_172_649_472,
          used: 48_300,
          bodies: 1900,
          coverage: 0,
          history: 1000,
          journals: 3200,
          requests: 0,
          stubs: 0,
          records: 42_200,
          evicted: { bodies: 0, coverage: 0, history: 0, journals: 0 }
        }
      })
    }
  },
  read_liveness: {
    tags: ['server'],
    summary: 'Check whether the process responds',
    description:
      'For liveness probes. The response does not depend on the state or on where it is stored. Needs no token, and `--no-admin` does not turn it off.',
    security: [],
    responses: { 200: shows('The process responds.', Liveness, { status: 'alive' }) }
  },
  read_metrics: {
    tags: ['server'],
    summary: 'Read the metrics',
    description: 'Metrics of the server, all sandboxes together, in the text format of Prometheus.',
    responses: {
      ...guarded,
      200: {
        description: 'The metrics.',
        content: {
          'text/plain': {
            schema: Metrics,
            examples: example(
              'Two of the metrics.',
              [
                '# HELP mock_requests_total Requests. The status is none if the connection closed before a response was sent.',
                '# TYPE mock_requests_total counter',
                'mock_requests_total{api="admin",method="GET",route="/__admin/metrics",status="200"} 3',
                '# HELP mock_sandboxes Sandboxes, including default.',
                '# TYPE mock_sandboxes gauge',
                'mock_sandboxes 4',
                ''
              ].join('\n')
            )
          }
        }
      }
    }
  },
  read_authority: {
    tags: ['server'],
    summary: 'Read the CA certificate for HTTPS clients',
    description: 'The certificate of the CA that signed the certificate of `--tls-port`. Needs no token.',
    security: [],
    responses: {
      200: {
        description: 'The certificate, in PEM.',
        content: {
          'application/x-pem-file': {
            schema: Certificate,
            examples: example('A certificate.', '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----')
          }
        }
      },
      404: failure('The server has no CA: HTTPS is off, or its certificate was supplied.', new NoCertificateAuthority())
    }
  },
  read_version: {
    tags: ['server'],
    summary: 'Read the version',
    responses: { ...guarded, 200: shows('The version.', Version, { version: '0.1.0' }) }
  }
})
