// Uses the built library in a process whose timers, Date and performance are replaced, as Jest, Vitest and node:test do it.
const http = require('node:http')
const [, , library] = process.argv
const { startMock } = require(library)

const fake = (name) => () => {
  throw new Error(`a fake ${name} was used`)
}
const NAMES = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate']
for (const target of [globalThis, require('node:timers'), require('node:timers/promises')])
  for (const name of NAMES) if (name in target) target[name] = fake(name)
globalThis.queueMicrotask = fake('queueMicrotask')
globalThis.performance = { now: fake('performance') }
globalThis.Date = class extends Date {
  constructor(...args) {
    super(...(args.length === 0 ? [0] : args))
  }
}

const get = (url) =>
  new Promise((done, fail) => {
    http
      .get(url, { headers: { connection: 'close' } }, async (response) =>
        done(Buffer.concat(await response.toArray()).toString())
      )
      .on('error', fail)
  })

;(async () => {
  const mock = await startMock({ sandboxTtl: 1 })
  await mock.stub({ request: { urlPath: '/slow' }, response: { body: 'slow', fixedDelayMilliseconds: 20 } })
  const dribble = { numberOfChunks: 2, totalDuration: 20 }
  await mock.stub({ request: { urlPath: '/dribble' }, response: { body: 'dribble', chunkedDribbleDelay: dribble } })
  const bodies = [await get(`${mock.url}/slow`), await get(`${mock.url}/dribble`)]
  const wait = await mock.requests.waitFor({ method: 'PUT' }, { timeoutMs: 20 }).catch(({ message }) => message)
  await get(`${mock.url}/none`)
  await get(`${mock.url}/__admin/requests/unmatched/near-misses`)
  const [{ loggedDateString }] = await mock.requests.find({ urlPath: '/slow' })
  await mock.reset()
  await mock.close()
  console.log(JSON.stringify({ bodies, wait, year: loggedDateString.slice(0, 2) }))
})()
