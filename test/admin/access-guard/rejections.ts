import type { Test } from 'tap'
import { mockFor } from '../../support/mock.ts'
import { ADMIN, send } from './send.ts'

export async function rejections(t: Test): Promise<void> {
  t.test('a rejection states the header, its value, and the option that allows it', async (t) => {
    const mock = await mockFor(t)
    const rows: [Record<string, string>, string][] = [
      [
        { Host: 'Mock.example.com:81' },
        "the header Host is 'Mock.example.com:81', which is not a known name of this server. To allow it, start the server with --allow-host mock.example.com"
      ],
      [{ Host: 'a b[' }, "the header Host is 'a b[', which is not a host name"],
      [
        { Origin: ADMIN },
        `the header Origin is '${ADMIN}': a web page of another origin sent this request. To allow that origin's pages, start the server with --admin-origin ${ADMIN}`
      ],
      [{ Origin: 'null' }, "the header Origin is 'null': a page without an origin sent this request"],
      [
        { 'Sec-Fetch-Site': 'same-site' },
        "the header Sec-Fetch-Site is 'same-site': a web page of another origin sent this request"
      ],
      [
        { Referer: `${ADMIN}/x?access_token=secret` },
        `the header Referer is '${ADMIN}/…': a web page of another origin sent this request. To allow that origin's pages, start the server with --admin-origin ${ADMIN}`
      ],
      [{ Origin: `http://${'x'.repeat(5000)}` }, `'http://${'x'.repeat(193)}…'`]
    ]
    for (const [headers, text] of rows) {
      const { status, text: body } = await send(mock.url, { call: 'POST /__admin/reset', headers })
      t.equal(status, 403, text)
      t.ok(JSON.parse(body).errors[0].title.includes(text), `${text}: ${body}`)
    }
    const page = await send(mock.url, { call: 'GET /docs', headers: { Host: 'evil.example' } })
    t.equal(page.headers['content-type'], 'text/plain; charset=utf-8', '/docs responds with plain text')
    t.match(page.text, "access denied: the header Host is 'evil.example'", 'the text')
  })
}
