import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { API, row, send, withRequests } from '../support/requests.mjs'

const RATE = 1000
const SECONDS = 10
/** In milliseconds of processor time, so that other processes of the machine do not matter. */
const LONGEST_TASK = 100

export const scenarios = {
  async '1,000 requests per second for ten seconds never block the page for more than 100 ms'(browser) {
    await withRequests(browser, '', async (page, mock) => {
      await send(mock, 'POST', '/users', { user: { identifier: 'first' } })
      await row(page, /POST/).waitFor()
      const tasks = await traceTasks(browser, page)
      await page.evaluate(() => {
        window.longTasks = []
        const observer = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) window.longTasks.push(Math.round(duration))
        })
        observer.observe({ entryTypes: ['longtask'] })
      })
      const sent = sendMany(mock.url)
      await page.getByText(/^[2-9],\d{3}$/).waitFor()
      // The list follows, is scrolled and filtered, and a request is read meanwhile.
      await page.getByRole('listbox').hover()
      await page.mouse.wheel(0, 2000)
      await page.getByRole('searchbox').fill('method:get')
      await page.getByRole('option').nth(3).click()
      await page.getByRole('heading', { name: '200 GET /users' }).waitFor()
      assert.equal(await sent, RATE * SECONDS)
      // A page that fell behind reads the journal again, which has dropped the first request.
      await page.getByText(/^10,000(?: of 10,001)?$/).waitFor()
      await page.getByRole('button', { name: / new$/ }).click()
      await row(page, `page=${RATE * SECONDS}`).waitFor()
      const longTasks = await page.evaluate(() => window.longTasks)
      const longest = await tasks()
      console.log(`longest task: ${longest} ms; by the clock: ${Math.max(0, ...longTasks)} ms`)
      assert.ok(longest > 0 && longest <= LONGEST_TASK, `a task of ${longest} ms`)
    })
  }
}

/** Records the tasks of the main thread. @returns ends that, and returns the processor time of the longest task in milliseconds */
async function traceTasks(browser, page) {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  return async () => {
    const { traceEvents } = JSON.parse(await browser.stopTracing())
    const thread = ({ pid, tid }) => `${pid}/${tid}`
    const main = traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(thread)
    const times = traceEvents.filter((event) => main.includes(thread(event)) && event.tdur > 0).map(({ tdur }) => tdur)
    return Math.round(times.reduce((longest, time) => Math.max(longest, time), 0) / 1000)
  }
}

/** Sends requests at a constant rate. @returns how many got a response */
async function sendMany(url) {
  const { hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  const responses = []
  const started = performance.now()
  for (let sent = 0; sent < RATE * SECONDS; ) {
    const due = Math.min(RATE * SECONDS, ((performance.now() - started) * RATE) / 1000)
    while (sent < due) responses.push(get({ hostname, port, agent, headers: API, path: `/users?page=${++sent}` }))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const statuses = await Promise.all(responses)
  agent.destroy()
  return statuses.filter((status) => status === 200).length
}

const get = (options) =>
  new Promise((resolve, reject) => {
    request(options, (response) => {
      response.resume().once('end', () => resolve(response.statusCode))
    })
      .once('error', reject)
      .end()
  })
