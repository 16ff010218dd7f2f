import { Worker } from 'node:worker_threads'

const INTERVAL_MS = 10

/** Runs in a thread, so that what the test does meanwhile does not delay it. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads')
const { Agent, get } = require('node:http')
const agent = new Agent({ keepAlive: true })
const times = []
let isDone = false
parentPort.once('message', () => (isDone = true))
const ask = () => {
  const start = performance.now()
  get(workerData + '/__admin/health', { agent }, (response) => {
    response.resume().once('end', () => {
      times.push(performance.now() - start)
      if (!isDone) return setTimeout(ask, ${INTERVAL_MS})
      agent.destroy()
      parentPort.postMessage(times)
    })
  }).once('error', (error) => parentPort.postMessage(String(error)))
}
ask()
`

/** How long the health of a server took, in milliseconds. */
export interface HealthTimes {
  readonly count: number
  readonly median: number
  readonly p99: number
  readonly max: number
}

/** Asks for the health of a server again and again while a task runs. */
export async function healthDuring<T>(url: string, task: () => Promise<T>): Promise<{ result: T; times: HealthTimes }> {
  const worker = new Worker(PROGRAM, { eval: true, workerData: url, execArgv: [] })
  try {
    const result = await task()
    const times = await new Promise<number[]>((done, fail) => {
      worker.once('message', (message) => (Array.isArray(message) ? done(message) : fail(new Error(message))))
      worker.once('error', fail)
      worker.postMessage('end')
    })
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
    return { result, times: { count: sorted.length, median: at(0.5), p99: at(0.99), max: at(1) } }
  } finally {
    await worker.terminate()
  }
}
