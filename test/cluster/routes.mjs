// The connections between NATS nodes go through here, so that a node can be cut off from the others.
import { connect, createServer } from 'node:net'

/** The first message of a node says its name. */
const NAME = /"server_name":"([^"]+)"/
/** No first message is longer. */
const LONGEST = 65_536

/** One way into each node. */
export class Routes {
  #connections = new Set()
  #isolated = new Set()
  #servers = []

  /** Opens a way into a node. @param port where others reach it. @param target where it listens */
  open(name, port, target) {
    const server = createServer((dialer) => this.#pass(dialer, name, target))
    server.listen(port, '127.0.0.1').unref()
    this.#servers.push(server)
  }

  /** Nothing reaches this node or comes from it, until it is joined again. Connections stay open, as with a lost cable. */
  isolate(name) {
    this.#isolated.add(name)
    this.#update()
  }

  join(name) {
    this.#isolated.delete(name)
    this.#update()
  }

  close() {
    for (const server of this.#servers) server.close()
    for (const { dialer, node } of this.#connections) {
      dialer.destroy()
      node.destroy()
    }
  }

  #pass(dialer, to, target) {
    const node = connect({ port: target, host: '127.0.0.1' })
    const connection = { dialer, node, to, from: undefined, isPaused: false }
    this.#connections.add(connection)
    let first = ''
    const findName = (chunk) => {
      first += chunk.toString('latin1')
      connection.from = NAME.exec(first)?.[1]
      if (connection.from === undefined && first.length < LONGEST) return
      dialer.off('data', findName)
      this.#update()
    }
    dialer.on('data', findName)
    for (const [one, other] of [
      [dialer, node],
      [node, dialer]
    ]) {
      one.on('data', (chunk) => other.write(chunk))
      one.on('error', () => {})
      one.on('close', () => {
        other.destroy()
        this.#connections.delete(connection)
      })
    }
    this.#update()
  }

  #update() {
    for (const connection of this.#connections) {
      const { dialer, node, from, to } = connection
      const isCut = this.#isolated.has(to) || this.#isolated.has(from)
      if (isCut === connection.isPaused) continue
      connection.isPaused = isCut
      for (const socket of [dialer, node]) isCut ? socket.pause() : socket.resume()
    }
  }
}
