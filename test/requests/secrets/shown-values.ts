import type { Test } from 'tap'
import { Redaction } from '../../../src/wiremock/journal/redaction.ts'

export async function shownValues(t: Test): Promise<void> {
  const redaction = new Redaction(['token'])
  for (const url of ['/users?tokens=1&a=token&x[y]=2', '/users?email=a@b.c', '/a;b=1?x=%2Fy%3Fz%3D1', '/users/a@b.c']) {
    t.equal(redaction.url(url), url, `${url} is not redacted`)
  }
  for (const value of ['joe@example.com', 'text/html;q=0.8, */*', 'max-age=0', 'multipart/form-data; boundary=x']) {
    t.equal(redaction.show('X-Any', value), value, `${value} is not redacted`)
  }
  t.equal(redaction.url('/x?token=a&b=1#c'), '/x?token=*****&b=1#c', 'the other parts of a URL')
  t.equal(redaction.errorBody('not JSON: http://joe:x@y'), `not JSON: http://*****@y`, 'the other parts of a text')
}
