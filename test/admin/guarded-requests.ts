/** A request to the server's own areas. `{host}` and `{origin}` stand for those of the tested server. */
export interface GuardedRequest {
  readonly from: string
  /** Method and path. */
  readonly call: string
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
}

const EVIL = 'http://evil.example'
const RESET = 'POST /__admin/reset'
const STATE = 'GET /__admin/state'
/** The headers that a browser adds, except for addresses like http://mock:3000, which it does not trust. */
const fetched = (site: string, mode = 'no-cors', dest = 'empty') => ({
  'Sec-Fetch-Site': site,
  'Sec-Fetch-Mode': mode,
  'Sec-Fetch-Dest': dest
})
const form = (type: string) => ({ 'Content-Type': type, ...fetched('cross-site', 'navigate', 'document') })
const link = (dest = 'document') => ({ Referer: `${EVIL}/`, ...fetched('cross-site', 'navigate', dest) })
const host = (name: string) => ({ Host: name })

/** Requests that a server without options rejects. */
export const rejected: readonly Omit<GuardedRequest, 'status'>[] = [
  { from: 'a form', call: RESET, headers: { Origin: EVIL, ...form('application/x-www-form-urlencoded') } },
  { from: 'a form with text/plain', call: 'POST /__admin/mappings', headers: { Origin: EVIL, ...form('text/plain') } },
  { from: 'a form with multipart/form-data', call: RESET, headers: { Origin: EVIL, ...form('multipart/form-data') } },
  { from: 'fetch in mode no-cors', call: RESET, headers: { Origin: EVIL, ...fetched('cross-site') } },
  { from: 'fetch in mode no-cors from another port', call: RESET, headers: { Origin: 'http://localhost:1' } },
  { from: 'sendBeacon', call: 'POST /__admin/shutdown', headers: { Origin: EVIL, ...fetched('cross-site') } },
  { from: 'fetch', call: STATE, headers: { Origin: EVIL, ...fetched('cross-site', 'cors') } },
  { from: 'an old browser, which sends only Origin', call: RESET, headers: { Origin: EVIL } },
  { from: 'an old browser, which sends only Referer', call: RESET, headers: { Referer: `${EVIL}/page` } },
  { from: 'a page of another port of this machine', call: STATE, headers: fetched('same-site') },
  { from: 'an image', call: 'GET /__admin/requests', headers: fetched('cross-site', 'no-cors', 'image') },
  { from: 'a script', call: STATE, headers: fetched('cross-site', 'no-cors', 'script') },
  { from: 'HEAD', call: 'HEAD /__admin/health', headers: fetched('cross-site') },
  { from: 'an image of the health', call: 'GET /__admin/health', headers: fetched('cross-site', 'no-cors', 'image') },
  { from: 'a page without an origin', call: RESET, headers: { Origin: 'null' } },
  { from: 'a sandboxed frame', call: STATE, headers: { Origin: 'null', ...fetched('cross-site', 'cors') } },
  { from: 'an unknown value of Sec-Fetch-Site', call: STATE, headers: fetched('other-site') },
  { from: 'a repeated Sec-Fetch-Site', call: STATE, headers: fetched('same-origin, cross-site') },
  { from: 'two origins', call: RESET, headers: { Origin: `{origin}, ${EVIL}` } },
  { from: 'an origin that contains the own one', call: RESET, headers: { Origin: '{origin}.evil.example' } },
  { from: 'an extension', call: RESET, headers: { Origin: 'chrome-extension://{host}' } },
  { from: 'a link to a control call', call: 'GET /__admin/requests', headers: link() },
  {
    from: 'a preflight',
    call: 'OPTIONS /__admin/state',
    headers: { Origin: EVIL, 'Access-Control-Request-Method': 'PUT' }
  },
  {
    from: 'a WebSocket',
    call: 'GET /__admin/requests',
    headers: { Origin: EVIL, Connection: 'Upgrade', Upgrade: 'websocket', ...fetched('cross-site', 'websocket') }
  },
  { from: 'a frame', call: 'GET /docs', headers: link('iframe') },
  { from: 'a frame of the console', call: 'GET /console/', headers: link('iframe') },
  { from: 'fetch of /docs', call: 'GET /docs', headers: { Origin: EVIL, ...fetched('cross-site', 'cors') } },
  { from: 'a script of /docs', call: 'GET /docs/atrium.json', headers: fetched('cross-site', 'no-cors', 'script') },
  { from: 'a form to /docs', call: 'POST /docs', headers: { Origin: EVIL, ...form('text/plain') } },
  { from: 'a rebinding page', call: STATE, headers: host('evil.example') },
  {
    from: 'a rebinding page that sends',
    call: RESET,
    headers: { Host: 'evil.example:3000', Origin: 'http://evil.example:3000' }
  },
  {
    from: 'a rebinding page, same-origin',
    call: STATE,
    headers: { ...host('evil.example'), ...fetched('same-origin') }
  },
  { from: 'a rebinding page in upper case', call: STATE, headers: host('EVIL.EXAMPLE.') },
  {
    from: 'a rebinding page that names a proxy',
    call: STATE,
    headers: { ...host('evil.example'), 'X-Forwarded-Host': 'localhost' }
  },
  { from: 'a link of a rebinding page', call: 'GET /docs', headers: { ...host('evil.example'), ...link() } },
  { from: 'a name that starts like this machine', call: STATE, headers: host('localhost.evil.example') },
  { from: 'a name that ends like this machine', call: STATE, headers: host('evil-localhost.com') },
  { from: 'a name that contains an address', call: STATE, headers: host('127.0.0.1.nip.io') },
  { from: 'an international name', call: STATE, headers: host('mock.xn--p1ai') },
  { from: 'a malformed host', call: STATE, headers: host('a b[') },
  { from: 'a host with a user', call: STATE, headers: host('localhost@evil.example') }
]

/** Spellings of one control call that routing accepts. */
export const spellings: readonly string[] = [
  '/__admin/reset',
  '//__admin/reset',
  '/__admin//reset',
  '/__admin/reset/',
  '/%5f_admin/reset',
  '/%5F%5Fadmin/rese%74?',
  '/__admin/reset#/users',
  'http://localhost/__admin/reset',
  'http://evil.example//__admin/reset',
  '/sandboxes/w1/__admin/reset',
  '//sandboxes/w1//%5f_admin/reset/',
  'http://localhost/sandboxes/w1/__admin/reset'
]

/** Requests that a server without options serves. */
export const served: readonly GuardedRequest[] = [
  { from: 'curl', call: STATE, headers: { 'User-Agent': 'curl/8.5.0', Accept: '*/*' }, status: 200 },
  {
    from: 'curl with a body',
    call: RESET,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    status: 200
  },
  {
    from: "WireMock's Java client",
    call: 'GET /__admin/mappings',
    headers: { 'User-Agent': 'Apache-HttpClient/5.3' },
    status: 200
  },
  {
    from: 'a client of a proxy',
    call: STATE,
    headers: { 'X-Forwarded-For': '1.2.3.4', 'X-Forwarded-Host': 'mock.example' },
    status: 200
  },
  { from: "Node's fetch", call: RESET, headers: { 'Sec-Fetch-Mode': 'cors' }, status: 200 },
  { from: 'the address bar', call: STATE, headers: fetched('none', 'navigate', 'document'), status: 200 },
  {
    from: 'a page of this server',
    call: RESET,
    headers: { Origin: '{origin}', ...fetched('same-origin', 'cors') },
    status: 200
  },
  {
    from: 'a page of this server, in an old browser',
    call: RESET,
    headers: { Origin: '{origin}', Referer: '{origin}/docs' },
    status: 200
  },
  { from: 'a form of this server, in an old browser', call: RESET, headers: { Referer: '{origin}/docs' }, status: 200 },
  {
    from: 'a page of a proxy with HTTPS',
    call: RESET,
    headers: { Host: 'mock', Origin: 'https://mock', ...fetched('same-origin') },
    status: 200
  },
  {
    from: 'a script of this server',
    call: 'GET /docs/atrium.json',
    headers: fetched('same-origin', 'cors'),
    status: 200
  },
  { from: 'a referrer', call: STATE, headers: { Referer: `${EVIL}/` }, status: 200 },
  { from: 'a referrer that is no address', call: RESET, headers: { Referer: 'tests' }, status: 200 },
  { from: 'a link', call: 'GET /docs', headers: link(), status: 200 },
  {
    from: 'a link from another port',
    call: 'GET /docs/',
    headers: fetched('same-site', 'navigate', 'document'),
    status: 200
  },
  { from: 'a link to the console', call: 'GET /console/users', headers: link(), status: 200 },
  { from: 'a link to a document', call: 'GET /docs/admin.json', headers: link(), status: 200 },
  { from: 'a Docker network', call: STATE, headers: host('mock:3000'), status: 200 },
  { from: 'compose', call: STATE, headers: host('project_mock_1:3000'), status: 200 },
  { from: 'a container on this machine', call: RESET, headers: host('host.docker.internal:3000'), status: 200 },
  { from: 'a container of Podman', call: RESET, headers: host('host.containers.internal:3000'), status: 200 },
  {
    from: 'a service of GitLab',
    call: STATE,
    headers: host('registry.example.com__atrium-atms-mock:3000'),
    status: 200
  },
  {
    from: 'a service of GitLab by its second name',
    call: STATE,
    headers: host('registry.example.com-atrium-atms-mock'),
    status: 200
  },
  { from: 'a host without a port', call: STATE, headers: host('localhost'), status: 200 },
  { from: 'a host with an empty port', call: STATE, headers: host('localhost:'), status: 200 },
  { from: 'a host with a final dot', call: STATE, headers: host('LocalHost.:80'), status: 200 },
  { from: 'a name below localhost', call: STATE, headers: host('w1.localhost:3000'), status: 200 },
  { from: 'a health check by address', call: 'GET /__admin/health', headers: host('10.1.2.3'), status: 200 },
  {
    from: 'a kubelet',
    call: 'GET /__admin/health',
    headers: { Host: '10.1.2.3:3000', 'User-Agent': 'kube-probe/1.31' },
    status: 200
  },
  { from: 'IPv6', call: STATE, headers: host('[::1]:3000'), status: 200 },
  { from: 'IPv6 with a zone', call: STATE, headers: host('[fe80::1%25eth0]:3000'), status: 200 },
  { from: 'IPv6 without brackets', call: STATE, headers: host('::1'), status: 200 },
  { from: 'an empty host', call: STATE, headers: host(''), status: 200 },
  { from: 'a real host', call: 'GET /__admin/ca.pem', headers: host('vestibule.mx.com'), status: 200 },
  { from: 'a name of the certificate', call: STATE, headers: host('atms.example.com'), status: 200 },
  {
    from: 'a name that a wildcard of the certificate covers',
    call: STATE,
    headers: host('a.wild.example.com'),
    status: 200
  },
  { from: 'a wrong verb', call: 'OPTIONS /__admin/state', status: 405 }
]
