import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { API, row, send, withRequests } from '../support/requests.mjs'

const run = promisify(execFile)

export const scenarios = {
  async 'curl, fetch and WireMock stubs that it copies send and match the same bytes'(browser) {
    await withRequests(browser, '', async (page, mock) => {
      const quotes = `it's "quoted" $HOME \`id\` \\ !x\n@line é 😀\n`
      for (const [name, path, method, headers, body] of [
        ['quotes and newlines', `/users?a=[1]&b={x}&c='`, 'POST', { 'X-Text': `it's "$HOME" \`id\` 100% \\` }, quotes],
        [
          'binary',
          '/a/../b',
          'PUT',
          { 'X-Bytes': 'caf\xe9 %', 'X-Empty': '' },
          Buffer.from([0, 1, 255, 10, 13, 39, 64])
        ],
        ['a file name', '/users', 'PATCH', { 'Content-Type': 'text/plain' }, '@/etc/passwd'],
        ['a long body', '/users', 'POST', {}, 'long '.repeat(50_000)],
        ['no body', '/users?page=2', 'GET', { ...API, Accept: 'application/json' }, '']
      ]) {
        const sent = await sendRaw(mock.url, method, path, headers, body)
        assert.equal(sent.bodyAsBase64, Buffer.from(body).toString('base64'), `${name}: as sent`)
        await page.goto(`${mock.url}/console/requests/${sent.id}`)
        await copied(page, 'Copy as curl').then((text) => runFile('sh', text))
        assert.deepEqual(await lastRequest(mock), { ...sent, id: undefined }, `${name}: curl`)
        if (path.includes('..')) continue
        await copied(page, 'Copy as fetch').then((text) => runFile(process.execPath, text))
        const fetched = await lastRequest(mock)
        const parts = ({ method, url, bodyAsBase64 }) => ({ method, url: decodeURIComponent(url), bodyAsBase64 })
        assert.deepEqual(parts(fetched), parts(sent), `${name}: fetch`)
        const stub = JSON.parse(await copied(page, 'Copy as WireMock stub'))
        stub.response = { status: 299 }
        const { id } = await mock.call('POST', '/__admin/mappings', stub)
        assert.equal((await sendRaw(mock.url, method, path, headers, body)).status, 299, `${name}: stub`)
        await mock.call('DELETE', `/__admin/mappings/${id}`)
      }
      await page.goto(`${mock.url}/console/requests`)
      await send(mock, 'GET', '/users', undefined, { ...API, 'MX-API-Key': 'wrong' })
      await row(page, /^401\s*GET/).click()
      const curl = await copied(page, 'Copy as curl')
      assert.ok(curl.includes(`-H 'MX-API-Key: test-api-key'`), curl)
    })
  }
}

/** Sends a request exactly as given. @returns what the journal shows of it, with the status of the response */
async function sendRaw(url, method, path, headers, body) {
  const { hostname, port } = new URL(url)
  const status = await new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode))
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
  const { requests } = await (await fetch(`${url}/__admin/requests?limit=1`)).json()
  return { ...shown(requests[0]), id: requests[0].id, status }
}

/** What must be equal: everything except the connection. */
function shown({ request: { method, url, headers, bodyAsBase64 }, response }) {
  const kept = Object.entries(headers)
    .filter(([name]) => !/^(?:host|connection|content-length|transfer-encoding|expect)$/i.test(name))
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
  return { method, url, headers: kept.toSorted(), bodyAsBase64, status: response.status }
}

async function lastRequest(mock) {
  const { requests } = await mock.call('GET', '/__admin/requests?limit=1')
  return { ...shown(requests[0]), id: undefined }
}

/** Runs a script; it may be too long for an argument. */
async function runFile(program, text) {
  const folder = mkdtempSync(join(tmpdir(), 'mock-console-'))
  try {
    const file = join(folder, 'script.mjs')
    writeFileSync(file, text)
    return await run(program, [file])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What a button copies. */
async function copied(page, name) {
  await page.evaluate(() => navigator.clipboard.writeText(''))
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('button', { name: `Copied: ${name}` }).waitFor()
  return page.evaluate(() => navigator.clipboard.readText())
}
