import type { Test } from 'tap'
import { run } from '../../support/terminal.ts'

/** Variables of the environment that are not options of the mock. */
export async function environment(t: Test): Promise<void> {
  t.test('the variables that Kubernetes and Docker set for services named mock and mock-tls are ignored', async (t) => {
    const environment = {
      MOCK_SERVICE_HOST: '10.0.0.1',
      MOCK_SERVICE_PORT: '3000',
      MOCK_PORT: 'tcp://10.0.0.1:3000',
      MOCK_SERVICE_PORT_HTTP: '3000',
      MOCK_PORT_3000_TCP: 'tcp://10.0.0.1:3000',
      MOCK_PORT_3000_TCP_PROTO: 'tcp',
      MOCK_PORT_3000_TCP_PORT: '3000',
      MOCK_PORT_3000_TCP_ADDR: '10.0.0.1',
      MOCK_TLS_SERVICE_HOST: '10.0.0.2',
      MOCK_TLS_SERVICE_PORT: '443',
      MOCK_TLS_PORT: 'tcp://10.0.0.2:443',
      MOCK_TLS_PORT_443_TCP: 'tcp://10.0.0.2:443',
      MOCK_UI_PORT: 'udp://10.0.0.3:53',
      MOCK_ENV_MOCK_DATA_DIR: '/data',
      PORT: '0'
    }
    const { code, out } = await run(['--ephemeral', '--json'], { environment })
    t.equal(code, 0, 'exit code')
    t.match(JSON.parse(out), { event: 'ready', port: Number, tlsUrl: undefined }, 'it starts')
  })
}
