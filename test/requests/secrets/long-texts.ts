import type { Test } from 'tap'
import { BoundedRedaction } from '../../../src/wiremock/journal/bounded-redaction.ts'
import { Redaction } from '../../../src/wiremock/journal/redaction.ts'
import { clientOf } from '../../support/client.ts'
import type { Json } from '../../support/control.ts'
import { mockFor } from '../../support/mock.ts'

export async function longTexts(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const admin = clientOf(mock.url)
  const long = `/x?${'&a%2525252525b=c'.repeat(5000)}`
  const request = { urlPath: '/x', headers: { 'X-A': { contains: 'a' }, 'X-B': { doesNotContain: long } } }
  await mock.stub({
    request,
    response: { headers: { 'X-C': 'c' }, transformerParameters: { [long]: 'd', e: [long] } }
  })
  await mock.stub({ request: { url: long }, response: { headers: { Link: long } } })
  await fetch(`${mock.url}/x`, { headers: { 'X-A': 'a' } })
  const { text } = await admin('POST /__admin/near-misses/request', { body: '{"url":"/y","method":"GET"}' })
  const hidden = '(too long to show here)'
  const [{ stubMapping: ofUrl }, { stubMapping: ofHeader }] = JSON.parse(text).nearMisses.sort(
    ({ stubMapping: { request } }: Json) => ('url' in request ? -1 : 1)
  )
  t.match(ofUrl, { request: { url: hidden }, response: { headers: { Link: hidden } } }, 'an address and a header')
  t.strictSame(ofHeader.request.headers, { 'X-A': { contains: 'a' }, 'X-B': { doesNotContain: hidden } }, 'a pattern')
  t.strictSame(ofHeader.response.transformerParameters, { [long]: '*****', e: [hidden] }, 'a name that is too long')
  const sent = new BoundedRedaction(new Redaction(['token']))
  t.equal(sent.header('Link', ['a', long]), hidden, 'a header of a response')
  t.equal(sent.header('token', 'a'), '*****', 'a short one after it')
}
