// A test double: node --import this dist/main.cjs. The store ignores which message a writer has seen last, because the header has another
// name of the same length.
import { Socket } from 'node:net'

const HEADER = 'Nats-Expected-Last-Subject-Sequence'
const IGNORED = HEADER.replace('Nats', 'None')
const write = Socket.prototype.write

Socket.prototype.write = function (chunk, ...rest) {
  const isBytes =
    chunk instanceof Uint8Array && Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).includes(HEADER)
  const sent = isBytes
    ? Buffer.from(Buffer.from(chunk).toString('latin1').replaceAll(HEADER, IGNORED), 'latin1')
    : chunk
  return write.call(this, sent, ...rest)
}
