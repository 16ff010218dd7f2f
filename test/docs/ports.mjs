// The ports of a page: those that it prints are replaced by free ones, so that pages do not depend on other servers.
import { once } from 'node:events'
import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'

const PRINTED = '3000'
/** 3000 is also a usual number of milliseconds: it is a port only in these places. */
const MAIN = /((?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$\w+):|--port[ =]|-p |\bPORT=|\bport"?: ?)3000\b/g
const OTHERS = /(?<![\w.-])30(?:0[1-9]|[1-9]\d)\b/g
/** What Node, the mock, Python and Docker print if they cannot have a port. */
const IN_USE = /EADDRINUSE|already in use|already allocated/

/** The ports of one page. */
export class Ports {
  #free = new Map()

  /** Finds a free port for each port that a page prints. */
  static async for(page) {
    const ports = new Ports()
    for (const printed of [PRINTED, ...(page.match(OTHERS) ?? [])]) {
      if (!ports.#free.has(printed)) ports.#free.set(printed, await freePort())
    }
    return ports
  }

  /** The port of the page's server. */
  get main() {
    return this.#free.get(PRINTED)
  }

  /** A text of the page with its free ports. */
  replaceIn(text) {
    return text
      .replaceAll(MAIN, (_, before) => `${before}${this.main}`)
      .replaceAll(OTHERS, (printed) => this.#free.get(printed) ?? printed)
  }

  /** The port of the server that a block starts. */
  usedIn(block) {
    return [...this.#free.values()].find((port) => block.includes(String(port))) ?? this.main
  }

  /** The port of the page that another process has, if an output says so. */
  takenIn(output) {
    if (!IN_USE.test(output)) return undefined
    return [...this.#free.values()].find((port) => output.includes(String(port)))
  }
}

/** A port that is free now: another process can take it before its user does. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Waits until a server responds. @returns whether it did before `isOver` */
export async function responds(port, isOver) {
  while (!isOver()) {
    if ((await responseTo(getPlain, 'http', port)) || (await responseTo(getSecure, 'https', port))) return true
    await setTimeout(100)
  }
  return false
}

function responseTo(get, scheme, port) {
  return new Promise((resolve) => {
    const options = { rejectUnauthorized: false, agent: false, timeout: 2000 }
    const request = get(`${scheme}://127.0.0.1:${port}/__admin/health`, options, (response) => {
      response.destroy()
      resolve(true)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}
