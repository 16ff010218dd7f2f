import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'

/** A page of a stub has the server's own origin: it must not be able to use the control API. */
export async function pages(t: Test): Promise<void> {
  const { stub, send } = await controlFor(t)
  const policyFor = async (response: object) => {
    await stub({ request: { url: '/page' }, response })
    return (await send('GET', '/page')).headers.get('content-security-policy')
  }
  const html = { 'Content-Type': 'text/html; charset=utf-8' }
  const page = '\n<p>page</p>'
  const rows: [string, object, string | null][] = [
    ['HTML', { headers: html, body: page }, 'sandbox'],
    ['HTML without a body', { headers: html }, 'sandbox'],
    ['HTML in upper case', { headers: { 'CONTENT-TYPE': 'Text/HTML' }, body: page }, 'sandbox'],
    [
      'HTML in pieces',
      { headers: html, body: page, chunkedDribbleDelay: { numberOfChunks: 2, totalDuration: 1 } },
      'sandbox'
    ],
    ['XHTML', { headers: { 'Content-Type': 'application/xhtml+xml' } }, 'sandbox'],
    ['SVG', { headers: { 'Content-Type': 'image/svg+xml' } }, 'sandbox'],
    ['XML', { headers: { 'Content-Type': 'text/xml' } }, 'sandbox'],
    ['markup without a type', { body: page }, 'sandbox'],
    ['markup of an unknown type', { headers: { 'Content-Type': '*/*' }, body: page }, 'sandbox'],
    ['markup of a malformed type', { headers: { 'Content-Type': 'html' }, body: page }, 'sandbox'],
    ['two types', { headers: { 'Content-Type': ['application/json', 'text/html'] } }, 'sandbox'],
    ['a list of types', { headers: { 'Content-Type': 'text/plain, text/html' }, body: page }, 'sandbox'],
    ['a list after a parameter', { headers: { 'Content-Type': 'text/plain; a=b, text/html' }, body: page }, 'sandbox'],
    ['XSL', { headers: { 'Content-Type': 'text/xsl' }, body: page }, 'sandbox'],
    ['an unknown type', { headers: { 'Content-Type': 'text/x-new' }, body: page }, 'sandbox'],
    ['an image', { headers: { 'Content-Type': 'image/png' } }, null],
    ['a kind of JSON', { headers: { 'Content-Type': 'application/vnd.mx.atrium.v1+json' } }, null],
    ['text with a charset', { headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: page }, null],
    ['text', { headers: { 'Content-Type': 'text/plain' }, body: page }, null],
    ['JSON', { jsonBody: { html: page } }, null],
    ['JSON with a type', { headers: { 'Content-Type': 'application/json' }, body: page }, null],
    ['nothing', { status: 503 }, null],
    [
      "the stub's own policy",
      { headers: { ...html, 'Content-Security-Policy': "default-src 'self'" } },
      "default-src 'self', sandbox"
    ],
    [
      "the stub's own sandbox",
      { headers: { ...html, 'content-security-policy': 'Sandbox allow-scripts' } },
      'Sandbox allow-scripts'
    ],
    [
      "a sandbox of the server's origin",
      { headers: { ...html, 'Content-Security-Policy': 'sandbox allow-same-origin' } },
      'sandbox allow-same-origin, sandbox'
    ],
    [
      'the policy of another response',
      { headers: { 'Content-Security-Policy': "default-src 'self'" } },
      "default-src 'self'"
    ]
  ]
  for (const [what, response, policy] of rows) t.equal(await policyFor(response), policy, what)

  const emulate = { transformers: ['emulate'], headers: html }
  for (const chunkedDribbleDelay of [undefined, { numberOfChunks: 2, totalDuration: 1 }]) {
    await stub({ request: { url: '/api/Users' }, response: { ...emulate, chunkedDribbleDelay } })
    const { headers } = await send('GET', '/api/Users')
    t.equal(headers.get('content-security-policy'), 'sandbox', `an emulated response as a page, ${chunkedDribbleDelay}`)
  }
}
