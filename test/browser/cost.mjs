// Measures how much processor time an open console takes from a busy server: node test/browser/cost.mjs [VIEWS]. `stream` instead of a
// view only reads the events. Needs Linux.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { launch } from './support/chromium.mjs'
import { openConsole } from './support/console-page.mjs'
import { startMock } from './support/mock.mjs'

const SERVERS = Number(process.env.COST_SERVERS ?? 3)
const ROUNDS = Number(process.env.COST_ROUNDS ?? 8)
const REQUESTS = Number(process.env.COST_REQUESTS ?? 4000)
const CONNECTIONS = 16
const ATRIUM = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', 'content-type': 'application/json' }
const MILLISECONDS_PER_TICK = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

const views = process.argv.slice(2)
const browser = await launch()
try {
  for (const view of views.length > 0 ? views : ['overview', 'history', 'requests', 'users']) await measure(view)
} finally {
  await browser.close()
}

/**
 * Two equal servers get the same requests at the same time; a page shows one of them. In turns, the browser would share the processor with only
 * one of the two, which makes each instruction slower.
 */
async function measure(view) {
  const ratios = []
  const sums = { alone: 0, watched: 0, seconds: 0 }
  for (let server = 0; server < SERVERS; server++) {
    const [alone, watched] = [await startMock(), await startMock()]
    const close = await (view === 'stream' ? readStream(watched) : openPage(watched, view))
    try {
      for (const mock of [alone, watched]) await cpuOf(mock, 2 * REQUESTS)
      for (let round = 0; round < ROUNDS; round++) {
        const start = performance.now()
        const [a, w] = await Promise.all([cpuOf(alone, REQUESTS), cpuOf(watched, REQUESTS)])
        sums.seconds += (performance.now() - start) / 1000
        ratios.push(w / a)
        sums.alone += a
        sums.watched += w
      }
      await close()
    } finally {
      await alone.stop()
      await watched.stop()
    }
  }
  const count = ratios.length * REQUESTS
  const microseconds = (milliseconds) => Math.round((milliseconds * 1000) / count)
  console.log(
    `${view}: ${microseconds(sums.alone)} µs per request without a page, ${microseconds(sums.watched)} µs with one: ` +
      `${percent(sums.watched / sums.alone)} in total, ${percent(ratios.sort((a, b) => a - b)[ratios.length >> 1])} in the median of ` +
      `${ratios.length} rounds; ${Math.round(count / sums.seconds)} requests per second each`
  )
}

function percent(ratio) {
  return `${((ratio - 1) * 100).toFixed(1)} %`
}

async function openPage(mock, view) {
  const { page, close } = await openConsole(browser, mock.url, `/console/${view}`, { mayFail: /./ })
  await page
    .getByRole('status')
    .filter({ hasText: /^live$/ })
    .waitFor()
  return close
}

async function readStream({ url }) {
  const outgoing = request(`${url}/__admin/events`).end()
  const [stream] = await once(outgoing, 'response')
  stream.resume()
  return () => outgoing.destroy()
}

/** The processor time of the server for some requests, in milliseconds. */
async function cpuOf(mock, requests) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const before = cpuTime(mock.pid)
  let left = requests
  let created
  const client = async () => {
    while (left-- > 0) {
      const kind = left % 4
      if (kind === 0)
        created = JSON.parse(await send(mock, agent, 'POST', '/users', `{"user":{"identifier":"${randomUUID()}"}}`))
          .user.guid
      else if (kind === 1 && created !== undefined)
        await send(mock, agent, 'PUT', `/users/${created}`, `{"user":{"metadata":"${left}"}}`)
      else if (kind === 2) await send(mock, agent, 'GET', '/users?page=1')
      else await send(mock, agent, 'GET', `/users/${created ?? 'none'}`)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, client))
  const used = cpuTime(mock.pid) - before
  agent.destroy()
  return used
}

function send(mock, agent, method, path, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(mock.url + path, { method, agent, headers: ATRIUM }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () => resolve(text))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function cpuTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK
}
