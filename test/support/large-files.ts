import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { lineOf } from '../../src/log/file/log-lines.ts'
import { guid } from './fixtures.ts'

const RECORD = 4096
const PER_PART = 100

const metadataOf = (n: number): string => `${n} `.padEnd(RECORD - 150, 'x')
const userOf = (n: number): string =>
  JSON.stringify({ guid: guid(n), is_disabled: false, metadata: metadataOf(n), identifier: `user-${n}` })

/** A fixture of about this size. @param isOneLine whether it is minified; otherwise it has one record a line, as the server writes it */
function* fixtureText(megabytes: number, isOneLine: boolean): Generator<string> {
  const count = countIn(megabytes)
  const [line, indent] = isOneLine ? ['', ''] : ['\n', '      ']
  const compact = (text: string): string => (isOneLine ? text.replaceAll(/\s/g, '') : text)
  yield compact(
    '{\n  "atrium": {\n    "credentials": [\n      {"apiKey":"test-api-key","clientId":"test-client-id"}\n    ],\n    "users": [\n'
  )
  for (let n = 0; n < count; n += PER_PART) {
    const users = Array.from({ length: Math.min(PER_PART, count - n) }, (_, i) => indent + userOf(n + i))
    yield users.join(`,${line}`) + (n + PER_PART < count ? `,${line}` : line)
  }
  yield compact(
    '    ]\n  },\n  "atms": {\n    "tokens": [\n      "test-token"\n    ],\n    "userGroups": [],\n    "users": []\n  }\n}\n'
  )
}

export const countIn = (megabytes: number): number => Math.ceil((megabytes * 2 ** 20) / RECORD)

export async function writeFixture(file: string, megabytes: number, isOneLine = false): Promise<void> {
  await pipeline(Readable.from(fixtureText(megabytes, isOneLine)), createWriteStream(file))
}

/** Appends changes of about this size to a log: one user is replaced again and again. @returns the last revision */
export async function appendChanges(log: string, revision: number, megabytes: number): Promise<number> {
  const count = countIn(megabytes)
  function* lines(): Generator<string> {
    for (let n = 1; n <= count; n++) {
      const record = { guid: guid(1), is_disabled: false, metadata: metadataOf(n), identifier: `change ${n}` }
      yield lineOf({ revision: revision + n, op: 'replace', api: 'atrium', list: 'users', record })
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(log, { flags: 'a' }))
  return revision + count
}

/** Sends a file as the body of a request. @returns the status and the start of the response */
export function upload(url: string, path: string, file: string): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const sent = request(url + path, { method: 'PUT' }, async (response) => {
      let text = ''
      for await (const part of response.setEncoding('utf8')) text += part
      done({ status: response.statusCode ?? 0, text: text.slice(0, 1000) })
    })
    sent.once('error', fail)
    pipeline(createReadStream(file), sent).catch(fail)
  })
}

/** The SHA-256 of what a path returns. */
export async function hashOf(url: string, path: string): Promise<string> {
  const sum = createHash('sha256')
  const response = await new Promise<Readable>((done, fail) => {
    request(url + path, done)
      .once('error', fail)
      .end()
  })
  for await (const part of response) sum.update(part)
  return sum.digest('hex')
}
